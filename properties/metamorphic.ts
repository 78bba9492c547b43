import { dominance } from './dominance.ts';
import { independence } from './independence.ts';
import type { MetamorphicProperty } from './metamorphic/metamorphic-property.ts';
import { symmetry } from './symmetry.ts';
import { timeShift } from './time-shift.ts';

/** Every property of two traces. */
export const METAMORPHIC: readonly MetamorphicProperty[] = [dominance, symmetry, timeShift, independence];
