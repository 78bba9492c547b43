import { type Arns, type Requester, type RequesterMode, ROOT_USER, type Setup } from '../../model/index.ts';

/** A requester of the setup, with what policies and bucket keys tell requesters apart by. */
export interface LedgerRequester {
  readonly name: string;
  /** Empty for who does not sign. */
  readonly account: string;
  /** Whether KMS can know who asks: the request is signed by Signature Version 4 (F-34, F-101). */
  readonly isKnownToKms: boolean;
  /** It is the root user of its account, and no role (F-184). */
  readonly isRootUser: boolean;
  /** ARN by which a policy names the role. */
  readonly roleArn: string;
  /** ARN by which a policy names every principal of the account. */
  readonly rootArn: string;
  /** What a service asks for; undefined where no service asks (K-28). */
  readonly sourceArn: string | undefined;
  /** The policies of IAM that hold for it, where the setup tells some: what they say is not followed here (F-187). */
  readonly limits: object | undefined;
  /**
   * A number, equal for exactly those who share a bucket key: role and scoping policy (F-95), until 2023 the session as
   * well (F-96); all, where the service uses them in its own name.
   */
  readonly identity: number;
  /** In whose name KMS is called for it: its own (F-100), or that of the service. */
  readonly asksKmsAs: Pick<LedgerRequester, 'name' | 'account' | 'roleArn' | 'rootArn' | 'limits' | 'sourceArn'>;
}

/** The requesters of a setup by name. */
export function ledgerRequesters(setup: Setup, arns: Arns, mode: RequesterMode): ReadonlyMap<string, LedgerRequester> {
  const identities = new Map<string, number>();
  const service = mode === 'service' ? setup.requesters.find(({ name }) => name === setup.service) : undefined;
  return new Map(
    setup.requesters.map((requester) => {
      const shared = sharedBy(requester, mode);
      const identity = identities.get(shared) ?? identities.size;
      identities.set(shared, identity);
      const names = namesOf(arns, requester, setup);
      const { name, account, roleArn, rootArn, limits, sourceArn } = names;
      const isKnownToKms = requester.signature === undefined;
      const isRootUser = account !== '' && requester.principal === ROOT_USER;
      const asksKmsAs = service === undefined ? names : namesOf(arns, service, setup);
      // Field by field: to spread them costs more than all the rest.
      const known = {
        name,
        account,
        isKnownToKms,
        isRootUser,
        roleArn,
        rootArn,
        sourceArn,
        limits,
        identity,
        asksKmsAs,
      };
      return [name, known];
    }),
  );
}

/** What policies and records call a requester by. */
function namesOf(arns: Arns, requester: Requester, setup: Setup): LedgerRequester['asksKmsAs'] {
  const { name, principal, signature, servicePrincipal, sourceArn } = requester;
  // Who does not sign is of no account (F-101).
  const account = signature === 'none' ? '' : requester.account;
  if (servicePrincipal !== undefined)
    return { name, account: '', roleArn: servicePrincipal, rootArn: '', limits: undefined, sourceArn };
  const limits = limitsOf(setup, requester);
  return {
    name,
    account,
    roleArn: arns.role(account, principal),
    rootArn: arns.accountRoot(account),
    limits,
    sourceArn,
  };
}

function limitsOf({ identityPolicies = [], scopingPolicies = [] }: Setup, requester: Requester): object | undefined {
  const { account, principal, scopingPolicy } = requester;
  return (
    identityPolicies.find((one) => one.account === account && one.principal === principal) ??
    scopingPolicies.find(({ name }) => name === scopingPolicy)
  );
}

/** What those who share a bucket key have in common. */
function sharedBy(requester: Requester, mode: RequesterMode): string {
  const { account, principal, scopingPolicy, session, signature, servicePrincipal } = requester;
  if (mode === 'service') return mode;
  if (signature === 'none') return 'nobody';
  if (servicePrincipal !== undefined) return `service ${servicePrincipal}`;
  // The lengths tell where a name ends, whatever is in it.
  const role = `${account.length} ${account} ${principal.length} ${principal}`;
  const scoped = scopingPolicy === undefined ? role : `${role} ${scopingPolicy.length} ${scopingPolicy}`;
  return mode === 'session' ? `${scoped} in ${session}` : scoped;
}
