import type { OnProgress } from '../theorem/index.js';

/** A progress bar on stderr, only where stderr is a terminal; call `end` before printing. */
export async function openProgress(quiet: boolean): Promise<{ onProgress: OnProgress; end: () => void }> {
  if (quiet || !process.stderr.isTTY) return { onProgress: () => {}, end: () => {} };
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({ format: '{stage} [{bar}] {percentage} %', stream: process.stderr, clearOnComplete: true, hideCursor: true });
  bar.start(1, 0, { stage: 'start' });
  return { onProgress: (stage, share) => bar.update(share, { stage }), end: () => bar.stop() };
}

/** A line of status on stderr, only where stderr is a terminal, replaced by the next one, at most ten times a second; an empty one clears it. */
export async function openStatus(quiet: boolean): Promise<(text: string) => void> {
  if (quiet || !process.stderr.isTTY) return () => {};
  const { clearLine, cursorTo } = await import('node:readline');
  let last = 0;
  return (text) => {
    if (text !== '' && performance.now() - last < 100) return;
    last = performance.now();
    clearLine(process.stderr, 0);
    cursorTo(process.stderr, 0);
    process.stderr.write(text);
  };
}
