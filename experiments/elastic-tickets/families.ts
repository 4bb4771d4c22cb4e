import { elasticMlp, elasticResidualMlp, type ElasticNetwork } from '../../src/tensor/index.js';

/** Networks that differ in depth alone. */
export interface Family {
  readonly name: 'plain' | 'residual';
  /** Blocks that a network of depth 0 would lack: a plain network of depth n has n layers of one width, of which the first is block 0. */
  readonly offset: number;
}

export const FAMILIES: Readonly<Record<Family['name'], Family>> = { plain: { name: 'plain', offset: 1 }, residual: { name: 'residual', offset: 0 } };

/** MLP-n of Chen et al. (2021), {784, 300 n times, 100, 10}, or a residual network of width 100 with n blocks. */
export const networkOf = ({ name }: Family, depth: number): ElasticNetwork => (name === 'plain' ? elasticMlp(784, 300, depth, [100], 10) : elasticResidualMlp(784, 100, depth, 10));
