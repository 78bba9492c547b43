export * from './choice.ts';
export type { ProfileFieldKinds, ProfileFieldRow, Span } from './field.ts';
export * from './first.ts';
export * from './given.ts';
export * from './lifted.ts';
export {
  type Assumption,
  OPENNESS,
  type OpennessRow,
  PROFILE_FIELDS,
  type ProfileField,
  rowOf,
  WITHOUT_END_MS,
} from './openness.ts';
export * from './profile.ts';
export * from './profiles.ts';
