import { readStudy, type Case, type CaseStatus, type Study, type StudyFigure } from '../../src/study/index.js';

/** A study with its committed rows and what is drawn of them. */
export interface Entry {
  readonly study: Study;
  readonly cases: readonly CaseStatus<Case, unknown>[];
  readonly figures: readonly StudyFigure[];
}

/** Reads a study's rows from a folder and draws its figures. Throws a RangeError unless every case has all its attempts. */
export async function entryOf(study: Study, folder: string): Promise<Entry> {
  const cases = await readStudy(study, folder), missing = cases.filter((c) => c.attempts < c.asked);
  if (missing.length > 0) throw new RangeError(`gallery: needed all rows of ${study.name} in ${folder}, got ${cases.length - missing.length} of ${cases.length} cases whole: slth study run ${study.name}`);
  return { study, cases, figures: study.figures(cases) };
}

const show = (x: number): string => x.toLocaleString('en-US');

/** docs/results.md: every study's question, finding and figures, from its rows alone. */
export const galleryPage = (entries: readonly Entry[]): string => `# Results

What came out when the theorems were run. Every number and figure here is computed from the rows in experiments/*/rows by \`npm run results\`; \`slth study run NAME\` makes the rows
again, the same to the byte on any machine unless a study measures the machine itself. \`slth study plot NAME --out folder --format pdf,html\` draws a figure for a paper, and a page with tooltips and a switch of scales;
[how to write a study of your own](write-a-study.md). Which intervals these are, and how often they cover: [statistics](statistics.md).

A measured width is of the construction, the selector and the targets that were run. \`fails\` refutes a construction at a width, never the theorem: another mask may exist.

${entries.map(({ study }) => `* [${study.name}](#${study.name}): ${study.question}`).join('\n')}

${entries.map(section).join('\n')}`;

function section({ study, cases, figures }: Entry): string {
  const total = cases.reduce((n, c) => n + c.attempts, 0);
  return [
    `## ${study.name}`,
    '',
    study.question,
    '',
    study.finding(cases),
    '',
    ...figures.flatMap(({ name }) => [`![${study.question}](results/${name}.svg)`, '']),
    `\`slth study run ${study.name}\`: ${show(cases.length)} ${cases.length === 1 ? 'case' : 'cases'}, ${show(total)} attempts, seed ${study.seed}${study.minutes === undefined ? '' : `, about ${show(study.minutes)} core minutes`}. ${study.tested}`,
    '',
  ].join('\n');
}
