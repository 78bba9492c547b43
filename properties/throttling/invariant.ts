import type { Invariant } from '../invariant.ts';

/** While KMS refuses everything, or cannot be reached, no call is carried out (F-131, U-32). */
export const throttlingInvariant: Invariant = ({ before, outcome }) => {
  const served =
    before.kmsThrottled || before.kmsUnreachable ? outcome.kmsCalls.find(({ result }) => result === 'ok') : undefined;
  return served === undefined ? undefined : `${served.operation} was carried out while KMS refused everything`;
};
