import type { IdentityStatement } from '../../model/vocabulary/policy.ts';
import type { Requester } from '../../model/vocabulary/requester.ts';
import type { Setup } from '../../model/vocabulary/setup.ts';

/** The policies that IAM has for somebody; null where nobody has told them, so that they allow everything. */
export interface IamPolicies {
  readonly role: readonly IdentityStatement[] | null;
  readonly session: readonly IdentityStatement[] | null;
}

const UNTOLD: IamPolicies = { role: null, session: null };

/** IAM, as far as the setup tells it. */
export class Iam {
  readonly #roles: ReadonlyMap<string, readonly IdentityStatement[]>;
  readonly #sessions: ReadonlyMap<string, readonly IdentityStatement[]>;

  constructor({ identityPolicies = [], scopingPolicies = [] }: Setup) {
    this.#roles = new Map(identityPolicies.map((one) => [roleName(one), one.statements]));
    this.#sessions = new Map(scopingPolicies.map(({ name, statements }) => [name, statements]));
  }

  /** Who does not sign has no policies, nor has a service. */
  policiesOf(requester: Requester): IamPolicies {
    if (requester.account === '') return UNTOLD;
    return {
      role: this.#roles.get(roleName(requester)) ?? null,
      session: this.#sessions.get(requester.scopingPolicy ?? '') ?? null,
    };
  }
}

function roleName({ account, principal }: Pick<Requester, 'account' | 'principal'>): string {
  return `${account}:${principal}`;
}
