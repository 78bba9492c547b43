export * from './operation.ts';
export * from './operations.ts';
export * from './sides.ts';
