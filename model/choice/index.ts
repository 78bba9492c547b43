export * from './choice.ts';
export * from './enumerate.ts';
export * from './first.ts';
export * from './given.ts';
