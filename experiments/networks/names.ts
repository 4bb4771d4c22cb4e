/** Short names of theorems, and of the constructions that they are about, in figures and findings. */
const NAMES: Readonly<Record<string, string>> = {
  'malach2020.theorem2.1': 'Malach', 'malach2020.nearest-pair': 'nearest pair', 'orseau2020.weight': 'Orseau', 'orseau2020.batch': 'Orseau, batch', 'pensia2020.theorem1': 'Pensia',
  'pensia2020.finite': 'Pensia, finite', 'pensia2020.theorem2': 'counting', 'natale2024.fixed-size': 'fixed size', 'diffenderfer2021.theorem': 'binary', 'sreenivasan2022.theorem': 'ladder',
};

/** The short name of a statement; its id where it has none. */
export const nameOf = (id: string): string => NAMES[id] ?? id;

/** What the origins of statements are that labels name, for a caption. */
export const ORIGINS = "Origins are of statements: proved; reconstructed (of a paper whose text was not at hand; its bound is proved here); fitted (a constant of its bound is measured, not proved).";
