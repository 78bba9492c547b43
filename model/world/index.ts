export type { Draft, Records, Sight } from './draft.ts';
export { initialWorld } from './initial-world.ts';
export * from './lagging.ts';
export * from './records.ts';
export { type KnownRequester, type NamedKey, type NumberedKey, Scope } from './scope.ts';
export { type Owner, Table } from './table.ts';
export { covers, type World } from './world.ts';
