import type { Property } from '../src/properties/index.js';
import { checks as diffenderfer2021 } from './diffenderfer2021/checks.js';
import { checks as foundations } from './foundations/checks.js';
import { checks as lueker1998 } from './lueker1998/checks.js';
import { checks as malach2020 } from './malach2020/checks.js';
import { checks as natale2024 } from './natale2024/checks.js';
import { checks as orseau2020 } from './orseau2020/checks.js';
import { checks as pensia2020 } from './pensia2020/checks.js';
import { checks as recurrent } from './recurrent/checks.js';
import { checks as sreenivasan2022 } from './sreenivasan2022/checks.js';

/** The checks of every page of proofs. */
export const checksByPage: Readonly<Record<string, readonly Property[]>> = {
  'proofs/foundations/proof.md': foundations,
  'proofs/lueker1998/proof.md': lueker1998,
  'proofs/malach2020/proof.md': malach2020,
  'proofs/orseau2020/proof.md': orseau2020,
  'proofs/pensia2020/proof.md': pensia2020,
  'proofs/recurrent/proof.md': recurrent,
  'proofs/diffenderfer2021/proof.md': diffenderfer2021,
  'proofs/sreenivasan2022/proof.md': sreenivasan2022,
  'proofs/natale2024/proof.md': natale2024,
};
