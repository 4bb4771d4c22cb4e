import type { Study } from '../src/study/index.js';
import errorSlack from './error-slack/study.js';
import growth from './growth/study.js';
import pensiaExperiment1 from './pensia-experiment-1/study.js';
import ticketSparsity from './ticket-sparsity/study.js';

/** The studies of this package. */
export const studies = [errorSlack, growth, pensiaExperiment1, ticketSparsity] as unknown as readonly Study[];
