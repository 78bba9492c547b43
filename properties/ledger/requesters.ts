import type { Arns, Requester, RequesterMode, Setup } from '../../model/index.ts';

/** A requester of the setup, with what policies and bucket keys tell requesters apart by. */
export interface LedgerRequester {
  readonly name: string;
  readonly account: string;
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
export function ledgerRequesters(setup: Setup, arns: Arns, mode: RequesterMode): ReadonlyMap<string, LedgerRequester> {
  const identities = new Map<string, number>();
  return new Map(
    setup.requesters.map((requester) => {
      const { name, account, principal } = requester;
      const shared = sharedBy(requester, mode);
      const identity = identities.get(shared) ?? identities.size;
      identities.set(shared, identity);
      return [
        name,
        { name, account, roleArn: arns.role(account, principal), rootArn: arns.accountRoot(account), identity },
      ];
    }),
  );
}

/** What those who share a bucket key have in common. */
function sharedBy({ account, principal, scopingPolicy, session }: Requester, mode: RequesterMode): string {
  return JSON.stringify([account, principal, scopingPolicy ?? null, mode === 'session' ? session : null]);
}
