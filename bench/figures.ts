import type { Figure } from './figure.ts';
import { EXPLORING_FIGURES } from './figures/exploring.ts';
import { JUDGING_FIGURES } from './figures/judging.ts';
import { STEP_FIGURES } from './figures/steps.ts';
import { TRAIL_FIGURES } from './figures/trails.ts';
import { TWIN_FIGURES } from './figures/twins.ts';
import { WORLD_FIGURES } from './figures/worlds.ts';

/** Every figure that is kept, in the order of the documentation. */
export const FIGURES: readonly Figure[] = [
  ...STEP_FIGURES,
  ...WORLD_FIGURES,
  ...JUDGING_FIGURES,
  ...TRAIL_FIGURES,
  ...EXPLORING_FIGURES,
  ...TWIN_FIGURES,
];
