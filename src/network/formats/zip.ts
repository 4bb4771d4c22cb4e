import { unzipSync } from 'fflate';

const LARGEST = 2 ** 30;

/**
 * The members of a zip archive, by name. Throws a RangeError on a truncated or broken archive, and before unpacking on one
 * whose members would take more than 1 GiB.
 */
export function unzip(bytes: Uint8Array, where: string): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (total > LARGEST) {
          throw new RangeError(`${where}: needed an archive of at most 1 GiB unpacked, got ${total} bytes at ${name} from ${bytes.length} packed`);
        }
        return !name.endsWith('/');
      },
    });
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith(where)) throw error;
    throw new RangeError(`${where}: needed a whole zip archive, got one that does not unpack (${(error as Error).message})`);
  }
}
