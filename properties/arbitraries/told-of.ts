import type { Requester, Setup } from '../../model/index.ts';

/** What a setup tells of IAM that is about some of these requesters; nothing where it tells nothing. */
export function toldOf(
  requesters: readonly Requester[],
  { identityPolicies, scopingPolicies }: Setup,
): Pick<Setup, 'identityPolicies' | 'scopingPolicies'> {
  return {
    ...(identityPolicies !== undefined && {
      identityPolicies: identityPolicies.filter(({ account, principal }) =>
        requesters.some((one) => one.account === account && one.principal === principal),
      ),
    }),
    ...(scopingPolicies !== undefined && {
      scopingPolicies: scopingPolicies.filter(({ name }) =>
        requesters.some(({ scopingPolicy }) => scopingPolicy === name),
      ),
    }),
  };
}
