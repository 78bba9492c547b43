import { accountRootArn, type Requester, type RequesterMode, roleArn, type Setup } from '../../model/index.ts';

/** A requester of the setup, with what policies and bucket keys tell requesters apart by. */
export interface LedgerRequester {
  readonly name: string;
  /** Empty for who does not sign. */
  readonly account: string;
  /** Whether KMS can know who asks: the request is signed by Signature Version 4 (F-34, F-101). */
  readonly isKnownToKms: boolean;
  /** ARN by which a policy names the role. */
  readonly roleArn: string;
  /** ARN by which a policy names every principal of the account. */
  readonly rootArn: string;
  /**
   * A number, equal for exactly those who share a bucket key: role and scoping policy (F-95), until 2023 the session as
   * well (F-96).
   */
  readonly identity: number;
}

/** The requesters of a setup by name. */
export function ledgerRequesters(setup: Setup, mode: RequesterMode): ReadonlyMap<string, LedgerRequester> {
  const identities = new Map<string, number>();
  return new Map(
    setup.requesters.map((requester) => {
      const { name, principal, signature } = requester;
      const account = signature === 'none' ? '' : requester.account;
      const shared = sharedBy(requester, mode);
      const identity = identities.get(shared) ?? identities.size;
      identities.set(shared, identity);
      return [
        name,
        {
          name,
          account,
          isKnownToKms: signature === undefined,
          roleArn: roleArn(account, principal),
          rootArn: accountRootArn(account),
          identity,
        },
      ];
    }),
  );
}

/** What those who share a bucket key have in common. */
function sharedBy({ account, principal, scopingPolicy, session, signature }: Requester, mode: RequesterMode): string {
  if (signature === 'none') return 'nobody';
  return JSON.stringify([account, principal, scopingPolicy ?? null, mode === 'session' ? session : null]);
}
