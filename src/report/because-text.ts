import type { PropertyReport } from '../check/check-report.ts';

/** Why a property was not exercised, where that is for what the system cannot do or show. */
export const BECAUSE: Readonly<Record<NonNullable<PropertyReport['because']>, string>> = {
  'not-supported': 'not supported: the system has none of the operations that it is about',
  'not-observable': 'not observable: the system does not show what it takes',
};
