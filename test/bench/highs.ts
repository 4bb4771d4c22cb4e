import highs from 'highs';
import { closest, known } from '../../src/subset-sum/index.js';
import { instances, median } from './instances.js';

/** closest beside an open MIP solver on 20 problems of Pensia's size: binary x_i, minimise t with |w - a x| <= t. */
export async function benchHighs(): Promise<string> {
  const solver = await (highs as unknown as () => Promise<{ solve(lp: string, options: object): { Columns: object } }>)();
  const n = 21, problems = instances(n, 20);
  const theirs: number[] = [], ours: number[] = [];
  let agree = 0, worse = 0;
  closest.select(known(problems[0].values), problems[0].target, 0);
  for (const { values, target } of problems) {
    const terms = (sign: number): string => [...values].map((a, i) => `${sign * a < 0 ? '-' : '+'} ${Math.abs(a)} x${i}`).join(' ');
    const names = [...values.keys()].map((i) => `x${i}`).join(' ');
    const lp = `Minimize\n obj: t\nSubject To\n up: ${terms(1)} - 1 t <= ${target}\n low: ${terms(-1)} - 1 t <= ${-target}\nBounds\n 0 <= t\nBinary\n ${names}\nEnd`;
    let start = performance.now();
    const solution = solver.solve(lp, { mip_rel_gap: 0, mip_abs_gap: 1e-12, mip_feasibility_tolerance: 1e-10, primal_feasibility_tolerance: 1e-10, time_limit: 60 });
    theirs.push(performance.now() - start);
    start = performance.now();
    const { chosen } = closest.select(known(values), target, 0);
    ours.push(performance.now() - start);
    const distance = Math.abs(chosen.reduce((s, i) => s + values[i], 0) - target);
    // What the solver's 0/1 answer really gives, not the objective it reports.
    const picked = [...values.keys()].filter((i) => Math.round((solution.Columns as Record<string, { Primal: number }>)[`x${i}`].Primal) === 1);
    const reached = Math.abs(picked.reduce((s, i) => s + values[i], 0) - target);
    if (Math.abs(reached - distance) <= 1e-12) agree++;
    else if (reached > distance) worse++;
  }
  return `## The closest subset: beside HiGHS

20 problems of n = ${n} through HiGHS (npm \`highs\`, WebAssembly, gaps 0, tolerances 1e-10): median ${median(theirs).toFixed(0)} ms each, ours ${(median(ours) * 1000).toFixed(0)} us each,
ratio ${Math.round(median(theirs.map((t, k) => t / ours[k]))).toLocaleString('en-US')}. The values are dyadic, so distances of subsets are exact and decide: both find the same on ${agree}; on ${worse} the solver's subset is farther than the exact optimum; on ${20 - agree - worse} it is closer (0 unless we are wrong).
`;
}
