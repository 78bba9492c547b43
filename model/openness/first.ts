import type { Chooser } from './choice.ts';

/** Resolves everything open with the first option, and knows no ETag: one arbitrary but fixed behaviour. */
export const FIRST_OPTION: Chooser = {
  pick: () => 0,
  opaqueEtag: () => undefined,
};
