export * from './fields.ts';
export * from './filled.ts';
export * from './names.ts';
export * from './operation.ts';
export * from './operations.ts';
export * from './predicates.ts';
