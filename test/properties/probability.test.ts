import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { philox } from '../../src/numeric/philox.js';
import { attemptsAtHalf, attemptsWithoutFailure, binomialCdf, binomialLower, confidenceSequence, PairedTest, pairsAtEqual, SequentialTest } from '../../src/numeric/statistics/index.js';
import { assertHolds, drawOf, holdsWithProbability, succeedsAsOften, type Draw, type Outcome, type ProbabilityProperty } from '../../src/properties/index.js';
import { slow } from '../runs.js';

const root = join(import.meta.dirname, '../..');
const often = holdsWithProbability(0.95, { confidence: 0.99 });
const uniform = (random: Draw): number => random.uniform();
/** It holds with that probability. */
const coin = (truth: number, make = often): ProbabilityProperty => make('coin', uniform, (u) => u < truth);
const answering = (answer: () => Outcome | Promise<Outcome>, make = often): ProbabilityProperty => make('always the same', uniform, answer);

/** docs/statistics.md has 2,000. */
const SIMULATIONS = slow ? 2000 : 500;

describe('a draw', () => {
  test('has the words of Philox at its place, whatever was drawn before it', () => {
    const words = new Uint32Array(8);
    for (const [seed, attempt] of [[1, 0], [7, 3], [2 ** 40 + 5, 2 ** 33 + 1]]) {
      const [k0, k1, c1, c2] = [seed, attempt].flatMap((x) => [x % 2 ** 32, Math.floor(x / 2 ** 32)]);
      for (const k of [0, 1]) philox(k0, k1, k, c1, c2, 0x64726177, words.subarray(4 * k, 4 * k + 4));
      const random = drawOf(seed, attempt);
      expect(random.attempt).toBe(attempt);
      expect(random.seed()).toBe(words[0] >>> 1);
      expect(random.uniform()).toBe((Number((BigInt(words[1] >>> 5) << 26n) | BigInt(words[2] >>> 6)) - (words[2] >>> 6) % 2) / 2 ** 53 + 2 ** -53);
      expect(random.integer(0, 2 ** 53 - 1)).toBe(Number((BigInt(words[3] >>> 5) << 26n) | BigInt(words[4] >>> 6)));
    }
  });

  test('is uniform: integers, picks and halves of seeds and numbers come equally often, within five deviations', () => {
    const counts = [0, 1, 2, 3].map(() => [0, 0, 0]), of = 30_000;
    for (let k = 0; k < of; k++) {
      const random = drawOf(5, k);
      counts[0][random.integer(-1, 1) + 1]++;
      counts[1][random.pick([0, 1, 2])]++;
      counts[2][Math.floor((3 * random.seed()) / 2 ** 31)]++;
      counts[3][Math.floor(3 * random.uniform())]++;
    }
    for (const count of counts.flat()) expect(Math.abs(count - of / 3)).toBeLessThan(5 * Math.sqrt((of * 2) / 9));
  });

  test('refuses what it cannot draw from', () => {
    const random = drawOf(1, 0);
    expect(() => random.integer(2, 1)).toThrow('integer: needed integers min <= max fewer than 2^53 apart, got 2 and 1');
    expect(() => random.integer(0.5, 1)).toThrow('integer: needed integers');
    expect(() => random.integer(-(2 ** 52), 2 ** 53 - 1)).toThrow('integer: needed integers');
    expect(() => random.pick([])).toThrow('pick: needed a list that is not empty');
    expect(() => drawOf(-1, 0)).toThrow('seed: needed an integer in [0, 2^53), got -1');
  });
});

describe('a claim about a probability', () => {
  test('holds after as many draws without a failure as the sequential test needs, and fails after as many failures', async () => {
    const needed = attemptsWithoutFailure(1 - 0.95, 1 - 0.99);
    expect(await answering(() => true).check({ seed: 1 })).toMatchObject({ verdict: 'holds', runs: needed, failures: 0, gaveUp: 0, failing: [], interval: confidenceSequence({ successes: needed, failures: 0 }, 0.99) });
    expect(await answering(() => true).check({ seed: 1, draws: needed - 1 })).toMatchObject({ verdict: 'open', runs: needed - 1 });
    // Every product of the e-process takes m at a failure, m = 2, 5, 10 and (1 + 0.05) / 2 / 0.05: their mean reaches 200 at the third.
    expect(await answering(() => false).check({ seed: 1 })).toMatchObject({ verdict: 'fails', runs: 3, failures: 3 });
    const one = await holdsWithProbability(0.95, { confidence: 0.99, oneSided: true })('one', uniform, () => true).check({ seed: 1 });
    expect(one).toMatchObject({ verdict: 'holds', runs: attemptsWithoutFailure(1 - 0.95, 1 - 0.99, { oneSided: true }) });
  });

  test('is decided, by the default number of draws, where draws fail half as often as allowed, and by one less than that it may not be', () => {
    // The most failures with which the test holds after n draws, by the test itself.
    for (const [delta, alpha, oneSided] of [[0.1, 0.05, false], [0.3, 0.01, true]] as const) {
      const n = attemptsAtHalf(delta, alpha, { oneSided });
      const enough = (attempts: number): number => {
        const bears = (failures: number): boolean => {
          const one = new SequentialTest(delta, alpha, { oneSided });
          for (let k = 0; k < attempts; k++) one.add(k < attempts - failures ? 'success' : 'failure');
          return one.evidenceBelow >= (oneSided ? 1 : 2) / alpha;
        };
        let most = 0;
        while (bears(most + 1)) most++;
        return binomialCdf(most, attempts, delta / 2);
      };
      expect(enough(n)).toBeGreaterThanOrEqual(1 - alpha);
      expect(enough(n - 1)).toBeLessThan(1 - alpha);
    }
  });

  test('gets each false verdict in no more than its share of simulations, at the claimed probability, a little above and a little below', async () => {
    const make = holdsWithProbability(0.9, { confidence: 0.9 }), wrong = { holds: [0.88, 0.9], fails: [0.9, 0.92] };
    for (const [verdict, truths] of Object.entries(wrong)) {
      for (const truth of truths) {
        const one = make('coin', uniform, (u) => u < truth, { size: () => 0, show: () => '' });
        let count = 0;
        for (let seed = 0; seed < SIMULATIONS; seed++) if ((await one.check({ seed: seed + 1e6 })).verdict === verdict) count++;
        expect(binomialLower(count, SIMULATIONS, 1e-3), `${verdict} at ${truth}: ${count}`).toBeLessThanOrEqual(0.05);
        // Where the truth is off the claim wrong verdicts are rare; where it is not, the level is nearly used up.
        if (truth === 0.9) expect(count).toBeGreaterThan(20);
        else expect(count).toBeLessThan(40);
      }
    }
  });

  test('shows the failing draws smallest first, at most five, and each again by the seed and its number', async () => {
    const made = new Map<number, number[]>();
    const lists = often('lists are short', (random) => {
      const list = Array.from({ length: random.integer(1, 9) }, () => random.integer(0, 99));
      made.set(random.attempt, list);
      return list;
    }, (list) => list.length < 3 || `it has ${list.length} numbers`, { size: (list) => list.length });
    const report = await lists.check({ seed: 4 });
    expect(report.verdict).toBe('fails');
    expect(report.failing.map((f) => f.size)).toEqual([...report.failing.map((f) => f.size)].sort((a, b) => a - b));
    // Few draws refute it; the smallest that fails is found further on.
    expect(report.failing[0]).toMatchObject({ size: 3, why: 'it has 3 numbers' });
    expect(report.failing.length).toBeGreaterThan(2);
    expect((await coin(0.9).check({ seed: 4 })).failing.length).toBe(5);
    expect(report.path).toBe(String(report.failing[0].attempt));
    expect(report.counterexample).toMatch(new RegExp(`^${report.failures} of ${report.runs} draws failed, 0 gave up: the probability, claimed to be at least 0.95, is in \\S+ to \\S+ with confidence 0.99\\nfailing draws, smallest first`));
    for (const { attempt, shown, size, why } of report.failing) {
      const before = made.get(attempt)!;
      const alone = await lists.check({ seed: 4, path: String(attempt) });
      expect(made.get(attempt)).toEqual(before);
      expect(alone).toMatchObject({ verdict: 'open', runs: 1, path: String(attempt), failing: [{ attempt, size, shown, why, gaveUp: false }] });
      expect(alone.counterexample).toBe(`draw ${attempt}:\n  ${shown}\n  ${why}`);
      expect(report.counterexample).toContain(alone.counterexample);
    }
    expect((await lists.check({ seed: 4, path: String([...made].find(([, list]) => list.length < 3)![0]) })).counterexample).toMatch(/^draw \d+, alone: it holds$/);
  });

  test('says the same of a seed every time, and another thing of another', async () => {
    const one = coin(0.5), report = await one.check({ seed: 9 });
    expect(await one.check({ seed: 9 })).toEqual(report);
    expect(await one.check({ seed: 10 })).not.toEqual(report);
    // Draw 0 of this seed, word for word, in every version.
    expect([drawOf(9, 0).uniform(), drawOf(9, 0).integer(1, 6), drawOf(9, 0).seed()]).toEqual([0.9641961534718814, 4, 2070595477]);
  });

  test('takes what is thrown for a failure, and shows it', async () => {
    const throwers: (() => Promise<boolean>)[] = [() => Promise.reject(new RangeError('no such row')), () => { throw new RangeError('no such row'); }];
    for (const thrower of throwers) {
      const report = await answering(thrower).check({ seed: 1 });
      expect(report).toMatchObject({ verdict: 'fails', failures: 3 });
      expect(report.counterexample).toContain('\n  threw RangeError: no such row');
    }
  });

  test('counts what was given up against either verdict, and shows it after what failed', async () => {
    expect(await answering(() => 'gave up').check({ seed: 1, draws: 500 })).toMatchObject({ verdict: 'open', runs: 500, failures: 0, gaveUp: 500, interval: { lower: 0, upper: 1 } });
    // As failures these would refute it, as successes show it.
    const mixed = await often('mixed', (random) => random.attempt, (k) => (k < 400 ? 'gave up' : true)).check({ seed: 1, draws: 600 });
    expect(mixed).toMatchObject({ verdict: 'open', gaveUp: 400 });
    const both = await often('both', (random) => random.attempt, (k) => (k === 7 ? 'a fault' : k % 2 === 0 ? 'gave up' : true)).check({ seed: 1, draws: 20 });
    expect(both.failing.map((f) => f.attempt)).toEqual([7, 0, 2, 4, 6]);
  });

  test('is never refuted one-sided: what was not found may exist', async () => {
    const never = holdsWithProbability(0.95, { oneSided: true })('found', uniform, (u) => u < 0.01);
    expect(await never.check({ seed: 1 })).toMatchObject({ verdict: 'open', interval: { upper: 1 } });
  });

  test('is asserted by any test runner, with the counts and the failing draws in the error', async () => {
    await assertHolds(coin(0.999), { seed: 3 });
    await expect(assertHolds(coin(0.5), { seed: 3 })).rejects.toThrow(/^coin: fails after \d+ cases \(seed 3, path \d+\)\n\d+ of \d+ draws failed, 0 gave up: [^]*\n {2}it does not hold$/);
    // Open is no pass.
    await expect(assertHolds(coin(1), { seed: 3, draws: 10 })).rejects.toThrow('coin: open after 10 cases (seed 3)\n0 of 10 draws failed');
  });

  test('tells each case before it is tried', async () => {
    const told: string[] = [];
    await often('told', (random) => random.attempt, (k) => told.length === k + 1).check({ seed: 1, onCase: (shown) => told.push(shown()) });
    expect(told).toEqual(Array.from({ length: attemptsWithoutFailure(1 - 0.95, 1 - 0.99) }, (_, k) => String(k)));
  });

  test('refuses what cannot be tested, an answer that is none, and a case that cannot be made', async () => {
    expect(() => holdsWithProbability(1)).toThrow('holdsWithProbability: needed a probability in (0, 1), got 1; what must always hold is a property()');
    expect(() => holdsWithProbability(NaN)).toThrow('holdsWithProbability: needed a probability in (0, 1), got NaN');
    expect(() => holdsWithProbability(0.9, { confidence: 1 })).toThrow('holdsWithProbability: needed a confidence in (0, 1), got 1');
    expect(() => holdsWithProbability(0.95, { most: 115 })).toThrow('holdsWithProbability: needed most of at least 116 draws, which decide if none fails, got 115');
    await expect(coin(1).check({ draws: 0 })).rejects.toThrow('holdsWithProbability: needed at least 1 draw, got 0');
    await expect(coin(1).check({ seed: 1, path: '1:2' })).rejects.toThrow('holdsWithProbability: needed the number of a draw as path, got 1:2');
    await expect(coin(1).check({ seed: 0.5 })).rejects.toThrow('needed an integer in [0, 2^53), got 0.5');
    await expect(often('none', uniform, (() => undefined) as unknown as () => boolean).check({ seed: 1 })).rejects.toThrow("holdsWithProbability: needed true, false, a sentence or 'gave up' of a draw, got undefined");
    await expect(often('none', (random) => random.pick([]), () => true).check({ seed: 1 })).rejects.toThrow('none: draw 0 of seed 1 could not be made: RangeError: pick: needed a list');
  });

  test('is used in docs/statistics.md in a way that works', () => {
    const [, code] = /```ts\n([^]*?)```/.exec(readFileSync(join(root, 'docs/statistics.md'), 'utf8'))!;
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root });
  });
});

describe('the paired test', () => {
  const claim = { margin: 0.1, falseAlarm: 1e-6, alpha: 0.01 };

  test('raises a false alarm with at most the probability it says: all ways that 600 discordant pairs can come, counted', () => {
    for (const falseAlarm of [1e-6, 0.01, 0.2]) {
      // Of the ways not yet stopped, by how many pairs were won by the first: their probability.
      let alive = new Map([[0, 1]]), alarms = 0;
      for (let discordant = 1; discordant <= 600; discordant++) {
        const next = new Map<number, number>();
        for (const [won, probability] of alive) for (const k of [won, won + 1]) next.set(k, (next.get(k) ?? 0) + probability / 2);
        for (const [won, probability] of next) {
          if (!alarmsAt(won, discordant - won, falseAlarm)) continue;
          alarms += probability;
          next.delete(won);
        }
        alive = next;
      }
      expect(alarms).toBeLessThanOrEqual(falseAlarm);
      expect(alarms).toBeGreaterThan(falseAlarm / 20);
    }
  });

  /** Whether the test, with no evidence for `holds`, fails at these counts. */
  function alarmsAt(onlyFirst: number, onlySecond: number, falseAlarm: number): boolean {
    const one = new PairedTest({ margin: 1e-9, falseAlarm, alpha: 1e-9 });
    [one.onlyFirst, one.onlySecond, one.pairs] = [Math.max(0, onlyFirst - 1), onlyFirst > 0 ? onlySecond : onlySecond - 1, onlyFirst + onlySecond - 1];
    one.add(onlyFirst > 0, onlyFirst === 0);
    return one.verdict === 'fails';
  }

  test('fails at the 23rd pair if all are discordant in one direction, by the mixture written out', () => {
    // B(n + 1/2, 1/2) / B(1/2, 1/2) 2^n = 2^n (2n choose n) / 4^n.
    let mixture = 1, n = 0;
    while (mixture < 1e6) mixture *= (2 * (2 * ++n - 1)) / (2 * n);
    const one = new PairedTest(claim);
    while (one.verdict === 'open') one.add(false, true);
    expect(one).toMatchObject({ verdict: 'fails', pairs: n, onlyFirst: 0, onlySecond: n });
  });

  test('holds after as many concordant pairs as its bets say', () => {
    const mean = (n: number): number => [1, 2, 4, 8, 16].reduce((sum, k) => sum + (1 + 0.1 / 0.9 / k) ** n, 0) / 5;
    const one = new PairedTest(claim);
    while (one.verdict === 'open') one.add(true, true);
    expect(mean(one.pairs)).toBeGreaterThanOrEqual(100);
    expect(mean(one.pairs - 1)).toBeLessThan(100);
  });

  test('has decided for two independent ways that each succeed half of the time by the number of pairs it names, in at least 95 of 100', async () => {
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { verdict } = await ways(0.5, 0.5).check({ seed });
      expect(verdict).not.toBe('fails');
      if (verdict === 'holds') held++;
    }
    expect(held).toBeGreaterThanOrEqual(95);
    expect(pairsAtEqual(claim)).toBeLessThan(2500);
  });

  const ways = (first: number, second: number) => succeedsAsOften('ways', (random) => [random.uniform(), random.uniform()], ([u]) => u < first, ([, v]) => v < second, { size: ([u, v]) => u + v });

  test('refutes two ways that differ, shows discordant pairs smallest first, and each again by its number', async () => {
    const one = ways(0.9, 0.5), report = await one.check({ seed: 2 });
    expect(report).toMatchObject({ verdict: 'fails', path: String(report.discordant[0].attempt) });
    expect(report.onlyFirst).toBeGreaterThan(report.onlySecond);
    expect(report.discordant.map((d) => d.size)).toEqual([...report.discordant.map((d) => d.size)].sort((a, b) => a - b));
    expect(report.counterexample).toMatch(/^of \d+ pairs \d+ succeeded both ways, \d+ only the first way, \d+ only the second, \d+ neither\nthey do not succeed equally often \(false alarms: at most 0.000001\)\nfailing draws, smallest first/);
    const alone = await one.check({ seed: 2, path: report.path! });
    expect(alone).toMatchObject({ verdict: 'open', runs: 1, counterexample: expect.stringMatching(/^draw \d+:\n {2}\[.*\]\n {2}only the (first|second) way succeeds$/) });
    expect(report.counterexample).toContain(alone.counterexample);
    expect(await one.check({ seed: 2 })).toEqual(report);
  });

  test('holds of ways that differ by less than the margin, stays open on few pairs, and takes a throw for no success', async () => {
    expect(await ways(0.8, 0.8).check({ seed: 1 })).toMatchObject({ verdict: 'holds' });
    expect(await ways(0.8, 0.8).check({ seed: 1, draws: 20 })).toMatchObject({ verdict: 'open', runs: 20, counterexample: expect.stringContaining('\nopen: neither a difference nor that it is below 0.1 is shown') });
    const thrower = succeedsAsOften('thrower', uniform, () => true, () => { throw new Error('no'); });
    expect((await thrower.check({ seed: 1 })).counterexample).toContain('only the first way succeeds; the other threw Error: no');
    expect((await ways(1, 1).check({ seed: 1, path: '5' })).counterexample).toBe('draw 5, alone: both ways succeed');
  });

  test('refuses options out of range, and an answer that is none', async () => {
    const made = (options: object) => () => succeedsAsOften('ways', uniform, () => true, () => true, options);
    expect(made({ margin: 0 })).toThrow('succeedsAsOften: needed margin in (0, 1), got 0');
    expect(made({ falseAlarm: 1 })).toThrow('succeedsAsOften: needed falseAlarm in (0, 1), got 1');
    expect(made({ confidence: 2 })).toThrow('succeedsAsOften: needed confidence in (0, 1), got 2');
    expect(made({ most: 0 })).toThrow('succeedsAsOften: needed at least 1 draw, got 0');
    expect(() => new PairedTest({ margin: 1, falseAlarm: 0.1, alpha: 0.1 })).toThrow('PairedTest: needed margin, falseAlarm and alpha in (0, 1), got 1, 0.1 and 0.1');
    await expect(succeedsAsOften('ways', uniform, () => true, (() => 1) as unknown as () => boolean).check({ seed: 1 })).rejects.toThrow('succeedsAsOften: needed true or false of a draw, got 1');
  });
});
