export { cachesAreOpen, covers } from './covers.ts';
export type { Draft, Records, WorldView } from './draft.ts';
export { initialWorld } from './initial-world.ts';
export { join } from './join.ts';
export { type NamedKey, Scope } from './scope.ts';
export { type Owner, Table } from './table.ts';
export type { Kept, Scalars, TableName, Tables } from './tables.ts';
export type { WorkingDraft } from './working-draft.ts';
export type { World } from './world.ts';
