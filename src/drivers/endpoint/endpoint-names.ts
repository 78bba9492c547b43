import {
  type Event,
  type Observation,
  type ObservedKmsCall,
  type Requester,
  type Setup,
  withNames,
} from '../../../model/index.ts';
import { MANAGED_ALIAS } from '../../../model/vocabulary/arns.ts';
import { observedCall, type RecordedCall } from './kms-call-log.ts';

/** How a trace names a thing, and how the server does. */
type Pair = readonly [told: string, real: string];

/** The names of a session beside those of its buckets. */
export interface NamePairs {
  readonly accounts: readonly Pair[];
  /** ARNs of roles. */
  readonly roles: readonly Pair[];
  /** Bare ids of KMS keys, those of the AWS managed ones among them. */
  readonly keys: readonly Pair[];
  /** What the names of buckets, and of aliases behind `alias/`, begin with. */
  readonly prefix: string;
}

/**
 * Puts the names of a server in place of those of a trace, and the other way round: buckets, KMS keys, aliases,
 * accounts and roles. What is named in neither is left as it is, so that a wrong name is seen as it was sent.
 */
export class EndpointNames {
  readonly #prefix: string;
  readonly #out: Translation;
  readonly #back: Translation;
  readonly #requesters: readonly Requester[];

  constructor({ accounts, roles, keys, prefix }: NamePairs, { requesters }: Pick<Setup, 'requesters'>) {
    const turned = (pairs: readonly Pair[]) => new Map(pairs.map(([told, real]) => [real, told]));
    this.#prefix = prefix;
    this.#requesters = requesters;
    this.#out = {
      accounts: new Map(accounts),
      keys: new Map(keys),
      roles: new Map(roles),
      alias: (alias) => (alias === MANAGED_ALIAS ? alias : `alias/${prefix}${alias.slice('alias/'.length)}`),
    };
    this.#back = {
      accounts: turned(accounts),
      keys: turned(keys),
      roles: turned(roles),
      alias: (alias) => alias.replace(`alias/${prefix}`, 'alias/'),
    };
  }

  /** The name of a bucket at the server. */
  bucket(told: string): string {
    return this.#prefix + told;
  }

  /** The name of an alias at the server. */
  alias(told: string): string {
    return this.#out.alias(told);
  }

  /** The ARN of the role that a requester is. */
  roleArn(name: string): string {
    const role = this.#requesters.find((one) => one.name === name);
    return role === undefined ? name : this.#principal(`arn:aws:iam::${role.account}:role/${role.principal}`);
  }

  /** An event as it goes out. */
  event(told: Event): Event {
    let event = withNames(told, 'bucket', (name) => this.bucket(name));
    event = withNames(event, 'keyReference', (name) => reference(name, this.#out));
    event = withNames(event, 'keyId', (id) => this.#out.keys.get(id) ?? id);
    event = withNames(event, 'alias', this.#out.alias);
    if (event.op === 'PutBucketPolicy')
      return {
        ...event,
        statements: event.statements.map((one) => ({ ...one, principal: this.#principal(one.principal) })),
      };
    if (event.op !== 'PutKeyPolicy') return event;
    const statements = event.statements.map(({ contextArn, ...one }) => ({
      ...one,
      principal: this.#principal(one.principal),
      ...(contextArn !== undefined && { contextArn: contextArn.replace(/^(arn:[\w-]+:s3:::)/, `$1${this.#prefix}`) }),
    }));
    return { ...event, statements };
  }

  /** An observation as the trace has it. */
  observation(real: Observation): Observation {
    const { kmsKeyArn, rule } = real;
    const key = rule?.KMSMasterKeyID;
    return {
      ...real,
      ...(typeof kmsKeyArn === 'string' && { kmsKeyArn: reference(kmsKeyArn, this.#back) }),
      ...(rule != null && key !== undefined && { rule: { ...rule, KMSMasterKeyID: reference(key, this.#back) } }),
    };
  }

  /** A call of KMS as the trace has it; whose it is only where it is known. */
  call(real: RecordedCall, by: string | undefined): ObservedKmsCall {
    const pairs = Object.entries(real.context).map(([name, value]) => [
      name,
      value.replace(`:::${this.#prefix}`, ':::'),
    ]);
    return {
      ...observedCall({ ...real, keyArn: reference(real.keyArn, this.#back), context: Object.fromEntries(pairs) }),
      ...(by !== undefined && { by }),
    };
  }

  #principal(principal: string): string {
    const role = this.#out.roles.get(principal);
    if (role !== undefined) return role;
    const [arn, partition, service, region, account = '', ...rest] = principal.split(':');
    const real = this.#out.accounts.get(account);
    return real === undefined ? principal : [arn, partition, service, region, real, ...rest].join(':');
  }
}

interface Translation {
  readonly accounts: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
  readonly alias: (alias: string) => string;
}

/** A reference to a KMS key in other names: id, ARN, alias or alias ARN, which it stays (F-08). */
function reference(name: string, to: Translation): string {
  if (name.startsWith('alias/')) return to.alias(name);
  if (!name.startsWith('arn:')) return to.keys.get(name) ?? name;
  const [arn, partition, service, region, account = '', ...rest] = name.split(':');
  const resource = rest.join(':');
  const thing = resource.startsWith('alias/')
    ? to.alias(resource)
    : resource.replace(/^key\/(.*)$/, (whole, id: string) => (to.keys.has(id) ? `key/${to.keys.get(id)}` : whole));
  return [arn, partition, service, region, to.accounts.get(account) ?? account, thing].join(':');
}
