export type { Draft, Store } from './draft.ts';
export * from './lagging.ts';
export * from './records.ts';
export { type KnownRequester, type NamedKey, Scope } from './scope.ts';
export { type Owner, Table } from './table.ts';
export { covers, initialWorld, type World } from './world.ts';
