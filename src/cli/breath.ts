/**
 * Lets a signal that came during synchronous work be heard: awaited after such work and before anything is written, so
 * that Ctrl-C ends the program instead of arriving too late.
 */
export async function breath(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
