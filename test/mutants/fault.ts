/** Something done to a right implementation that makes it wrong: what a property set must see. */
export interface Fault<Subject> {
  /** What is wrong, in a few words. */
  readonly name: string;
  /** Where it comes from: a published code, a slip of our own, or thought out. */
  readonly origin: string;
  /** The subject with the fault, or why it cannot have it. */
  plant(subject: Subject): Subject | string;
}

/** Faults with one origin. */
export const faults = <Subject>(origin: string, list: Readonly<Record<string, (subject: Subject) => Subject | string>>): Fault<Subject>[] =>
  Object.entries(list).map(([name, plant]) => ({ name, origin, plant }));

/** Published codes in which mistakes were found, by the names of their repositories. */
export const optimalTickets = 'optimal-lottery-tickets, subset-sum/', cnnslth = 'cnnslth, Solver.jl', ltExistence = 'LT-existence, Utils/pruning.py';
export const published = 'published', slip = 'a slip of our own', thoughtOut = 'thought out';
