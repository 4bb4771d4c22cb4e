import { barrierOf, errorsAlong, subset, type DataSet, type Values } from '../../src/tensor/index.js';
import type { Mnist } from '../mnist.js';
import { modelOf, type Recipe } from './recipe.js';

/** Training images on which the error along a line is measured: the first so many. */
export const LINE_IMAGES = 5000;

/** Barriers of the straight line between two copies, as shares: on the test images and on training images. */
export interface Barriers {
  readonly test: number;
  readonly train: number;
}

const firstOf = (data: DataSet, count: number): DataSet => subset(data, Uint32Array.from({ length: count }, (_, k) => k));

/** The errors at the 30 points between two copies, on all test images and on the first training images. */
export function lineBetween(recipe: Recipe, data: Mnist, a: Values, b: Values): { readonly test: readonly number[]; readonly train: readonly number[] } {
  const { test, train } = errorsAlong(modelOf(recipe), a, b, { test: data.test, train: firstOf(data.train, LINE_IMAGES) });
  return { test, train };
}

export const barriersBetween = (recipe: Recipe, data: Mnist, a: Values, b: Values): Barriers => {
  const { test, train } = lineBetween(recipe, data, a, b);
  return { test: barrierOf(test), train: barrierOf(train) };
};
