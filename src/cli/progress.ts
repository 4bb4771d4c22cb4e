import type { OnProgress } from '../theorem/index.js';

/** A progress bar on stderr, only where stderr is a terminal; call `end` before printing. */
export async function openProgress(quiet: boolean): Promise<{ onProgress: OnProgress; end: () => void }> {
  if (quiet || !process.stderr.isTTY) return { onProgress: () => {}, end: () => {} };
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({ format: '{stage} [{bar}] {percentage} %', stream: process.stderr, clearOnComplete: true, hideCursor: true });
  bar.start(1, 0, { stage: 'start' });
  return { onProgress: (stage, share) => bar.update(share, { stage }), end: () => bar.stop() };
}
