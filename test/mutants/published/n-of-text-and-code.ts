// The text says n = round(c log2(1 / epsilon)), the code takes c round(log2(1 / epsilon)): 20 and 21 for c = 3 and epsilon = 0.01.
import { conjecture, fromCarriers } from 'slth';

const units = (n: number): number => n + 1;

export default conjecture({
  construction: fromCarriers({
    name: 'n-of-text-and-code',
    source: 'a text, and its code',
    module: import.meta.url,
    hiddenWidths: ({ inputs, n }) => [inputs * units(n)],
    carriers: (drawn, { inputs, n }, column) =>
      Array.from({ length: units(n) }, (_, i) => {
        const unit = i * inputs + column;
        return { unit, gain: drawn.weight(1, unit, column), scaffold: [{ layer: 1, row: unit, column }], since: Math.max(1, i) };
      }),
  }),
  bound: '16 + 2 * log2(1 / tau) + 7 * log(1 / delta_1)',
  weights: 'n * (rows + columns) / rows',
});
