import type { Invariant } from '../invariant.ts';

/** While KMS refuses everything, no call is carried out (F-131). */
export const throttlingInvariant: Invariant = ({ before, outcome }) => {
  const served = before.kmsThrottled ? outcome.kmsCalls.find(({ result }) => result === 'ok') : undefined;
  return served === undefined ? undefined : `${served.operation} was carried out while KMS refused everything`;
};
