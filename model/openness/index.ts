export * from './choice.ts';
export * from './enumerate.ts';
export * from './first.ts';
export * from './given.ts';
export * from './profile.ts';
export * from './profiles.ts';
