export type { Draft, Records, Sight } from './draft.ts';
export { initialWorld } from './initial-world.ts';
export { type NamedKey, Scope } from './scope.ts';
export { type Owner, Table } from './table.ts';
export { covers, type World } from './world.ts';
