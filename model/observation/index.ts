export * from './observation.ts';
export * from './outcome.ts';
