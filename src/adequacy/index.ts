export { type Hunt, type HuntBounds, hunt } from './hunt.ts';
export { type KillRow, killTable } from './kills.ts';
export type { Mutant, Witness } from './mutant.ts';
export { MUTANTS } from './mutants/index.ts';
