import type { CreateGrant, GrantEvent, GrantOperation, KmsOperation } from '../../model/index.ts';
import type { Certainty } from './certainty.ts';
import { namedArn } from './permission.ts';
import type { LedgerRequester } from './requesters.ts';

/** What a grant says. */
type GrantTold = Pick<CreateGrant, 'granteePrincipal' | 'operations' | 'constraints'>;

/** A grant that KMS has made. */
interface GrantRecord extends GrantTold {
  name: string | undefined;
  readonly sinceMs: number;
  /** When it was revoked; Infinity = not. */
  revokedMs: number;
}

/** When something was refused that was allowed before, and in which step; -Infinity and -1 = it never was. */
export interface Since {
  readonly atMs: number;
  readonly step: number;
}

const NEVER: Since = { atMs: Number.NEGATIVE_INFINITY, step: -1 };

/** The grants on a KMS key that were made in a trace, and not revoked long ago (F-203, F-206). */
export class Grants {
  #grants: readonly GrantRecord[] = [];
  /** Names of grants of a key of the past that were revoked: of another name one may be there. */
  readonly #revoked = new Set<string>();
  /** When a grant was last taken from a role. */
  readonly #taken = new Map<string, Since>();
  readonly #delayMs: number;
  readonly #hasPast: boolean;

  /** `delayMs` is how long a change may not be seen (U-23); of a key of the past others may be there. */
  constructor(delayMs: number, hasPast: boolean) {
    this.#delayMs = delayMs;
    this.#hasPast = hasPast;
  }

  /** Takes note of an event that KMS carried out. */
  apply(event: GrantEvent, atMs: number, step: number): void {
    const named = this.#named(event.grant);
    const kept = this.#grants.filter(({ revokedMs }) => !this.#isGone(revokedMs, atMs));
    this.#grants = kept;
    if (event.op === 'CreateGrant') {
      this.#revoked.delete(event.grant);
      // Nobody can name the earlier one any more.
      if (named !== undefined) named.name = undefined;
      const { grant: name, granteePrincipal, operations, constraints } = event;
      const told = { granteePrincipal, operations, ...(constraints && { constraints }) };
      this.#grants = [...kept, { ...told, name, sinceMs: atMs, revokedMs: Number.POSITIVE_INFINITY }];
    } else if (named !== undefined) {
      named.revokedMs = atMs;
      if (this.#hasPast) this.#revoked.add(event.grant);
      this.#taken.set(named.granteePrincipal, { atMs, step });
    }
  }

  /** Whether KMS finds a grant by its name. */
  isThere(name: string, nowMs: number): Certainty {
    const grant = this.#named(name);
    if (grant === undefined) return this.#hasPast && !this.#revoked.has(name) ? 'open' : 'no';
    if (nowMs >= grant.revokedMs) return 'no';
    return nowMs < grant.sinceMs + this.#delayMs ? 'open' : 'yes';
  }

  /**
   * Whether some grant allows a call whose context names a bucket, or the object `key` in it (see `namedArn`), as far
   * as it is known what else it has.
   */
  allow(requester: Named, operation: KmsOperation, bucketArn: string, key: string | null, nowMs: number): Certainty {
    let says: Certainty = this.#hasPast ? 'open' : 'no';
    for (const grant of this.#grants) {
      if (this.#isGone(grant.revokedMs, nowMs)) continue;
      const covers = grantAllows(grant, requester, operation, namedArn(bucketArn, key));
      const isSettled = nowMs >= grant.sinceMs + this.#delayMs && nowMs < grant.revokedMs;
      if (covers === 'yes' && isSettled) return 'yes';
      if (covers !== 'no') says = 'open';
    }
    return says;
  }

  /** The last time that a grant was taken from a requester. */
  takenFrom({ roleArn }: Named): Since {
    return this.#taken.get(roleArn) ?? NEVER;
  }

  /** Whether nobody can see any more a grant that was revoked then. */
  #isGone(revokedMs: number, nowMs: number): boolean {
    return nowMs >= revokedMs + this.#delayMs;
  }

  #named(name: string): GrantRecord | undefined {
    return this.#grants.find((grant) => grant.name === name);
  }
}

type Named = Pick<LedgerRequester['asksKmsAs'], 'roleArn'>;

/** That on the new key of ReEncrypt: it is recorded with that. */
const OPERATION_OF: Readonly<Record<KmsOperation, GrantOperation>> = {
  GenerateDataKey: 'GenerateDataKey',
  Encrypt: 'Encrypt',
  Decrypt: 'Decrypt',
  ReEncrypt: 'ReEncryptTo',
};

/**
 * Whether a grant allows a call with this value of `aws:s3:arn` (F-203, F-204).
 *
 * @param context - all pairs of the call; undefined = only that of S3 is known
 */
export function grantAllows(
  { granteePrincipal, operations, constraints = {} }: GrantTold,
  { roleArn }: Named,
  operation: KmsOperation,
  arn: string,
  context?: Readonly<Record<string, string>>,
): Certainty {
  if (granteePrincipal !== roleArn || !operations.includes(OPERATION_OF[operation])) return 'no';
  const { EncryptionContextEquals: equal, EncryptionContextSubset: subset } = constraints;
  const wanted = [...Object.entries(equal ?? {}), ...Object.entries(subset ?? {})];
  const says = wanted.map(([name, value]) => hasPair(name, value, arn, context));
  if (equal !== undefined) says.push(hasAsMany(Object.keys(equal).length, context));
  if (says.includes('no')) return 'no';
  return says.includes('open') ? 'open' : 'yes';
}

function hasPair(name: string, value: string, arn: string, context?: Readonly<Record<string, string>>): Certainty {
  if (name.toLowerCase() === 'aws:s3:arn') return value === arn ? 'yes' : 'no';
  if (context === undefined) return 'open';
  const isIn = Object.entries(context).some(
    ([other, its]) => other.toLowerCase() === name.toLowerCase() && its === value,
  );
  return isIn ? 'yes' : 'no';
}

function hasAsMany(count: number, context?: Readonly<Record<string, string>>): Certainty {
  if (context === undefined) return count === 0 ? 'no' : 'open';
  return Object.keys(context).length === count ? 'yes' : 'no';
}
