export * from './choice.ts';
export type { ProfileFieldKinds, ProfileFieldRow, Span } from './field.ts';
export * from './first.ts';
export * from './given.ts';
export { OPENNESS, type OpennessRow, PROFILE_FIELDS, type ProfileField, rowOf } from './openness.ts';
export * from './profile.ts';
export * from './profiles.ts';
