import type { Chooser } from './choice.ts';

/**
 * What resolves a step, as data: the index of the option at each open point in the order asked (0 where there is none),
 * and the ETag drawn.
 */
export interface Choices {
  readonly options: readonly number[];
  readonly opaqueEtag?: string;
}

/** Resolves a step by choices that are given; an index beyond the last option takes the last. */
export function givenChoices({ options: given, opaqueEtag }: Choices): Chooser {
  let at = 0;
  return {
    pick: (_point, options) => Math.min(given[at++] ?? 0, options.length - 1),
    opaqueEtag: () => opaqueEtag,
  };
}
