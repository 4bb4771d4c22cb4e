import { barrierOf, errorsAlong, type Values } from '../../src/tensor/index.js';
import type { Mnist } from '../mnist.js';
import { modelOf, type Recipe } from './recipe.js';

/** Test errors, as shares, at the 30 points between two copies. */
export const lineBetween = (recipe: Recipe, data: Mnist, a: Values, b: Values): readonly number[] => errorsAlong(modelOf(recipe), a, b, { test: data.test }).test;

/** The barrier of that line, a share of the test images. */
export const barrierBetween = (recipe: Recipe, data: Mnist, a: Values, b: Values): number => barrierOf(lineBetween(recipe, data, a, b));
