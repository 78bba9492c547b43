import type { RequesterMode } from '../openness/profile.ts';
import type { Requester } from '../vocabulary/requester.ts';

/**
 * What two requesters must have in common to share a bucket key: account, role and scoping policy (F-95), and before
 * mid-2023 the session as well (F-96). IAM users and tags are not spelt out by AWS and not told apart, nor for what a
 * service asks (F-99, U-11). A service that uses bucket keys in its own name shares them among all.
 */
export function requesterIdentity(requester: Requester, mode: RequesterMode): string {
  if (mode === 'service') return 'service';
  if (requester.signature === 'none') return 'nobody';
  if (requester.servicePrincipal !== undefined) return `service ${requester.servicePrincipal}`;
  const shared = [requester.account, requester.principal, requester.scopingPolicy ?? null];
  return JSON.stringify(mode === 'session' ? [...shared, requester.session] : shared);
}
