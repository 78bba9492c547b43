import {
  type BucketPolicyStatement,
  type Event,
  type GrantConstraints,
  type Observation,
  type ObservedKmsCall,
  type Requester,
  type Setup,
  withChanges,
  withContextArns,
  withNames,
} from '../../../model/index.ts';
import { MANAGED_ALIAS } from '../../../model/vocabulary/arns.ts';
import {
  CALLER_ACCOUNT_KEY,
  CONTEXT_KEY_START,
  KMS_KEY_ID_KEY,
  PRINCIPAL_ARN_KEY,
  SOURCE_ARN_KEY,
  withValues,
} from '../../../model/vocabulary/policy-condition.ts';
import { unquotedEtag } from './etag-text.ts';

const DIRECTORY_ARN = /^(?<start>arn:[^:]+:s3express:[^:]+:)(?<account>\d{12}):bucket\/(?<bucket>[^/]+)$/;

/** How a trace calls the things of a setup, and how the system does; what is left out goes by the same name there. */
export interface NamePairs {
  readonly accounts?: readonly (readonly [told: string, real: string])[];
  /** ARNs of roles. */
  readonly roles?: readonly (readonly [told: string, real: string])[];
  /** Bare ids of KMS keys. Those of AWS managed ones, `aws-s3-ACCOUNT` in traces, are learnt where none are given. */
  readonly keys?: readonly (readonly [told: string, real: string])[];
  /** What the names of buckets, and of aliases behind `alias/`, begin with. */
  readonly prefix: string;
  /** What the names of directory buckets end with, such as `--use1-az4--x-s3`; omitted = there are none. */
  readonly directorySuffix?: string;
}

/**
 * Puts the names of a live system in place of those of a trace, and the other way round: buckets, KMS keys, aliases,
 * accounts and roles, for the steps of one session. A reference to a KMS key stays of the form it has: id, ARN, alias
 * or alias ARN (F-08). What is named in neither is left as it is, so that a wrong name is seen as it was sent.
 */
export class LiveNames {
  readonly #prefix: string;
  readonly #suffix: string;
  /** Accounts of the directory buckets of the setup, by name. */
  readonly #directories: ReadonlyMap<string, string>;
  readonly #out: Translation;
  readonly #back: Translation;
  readonly #requesters: readonly Requester[];

  /** @param setup - whose accounts and roles they are, and which buckets are directory buckets; omitted = none */
  constructor(
    { accounts = [], roles = [], keys = [], prefix, directorySuffix = '' }: NamePairs,
    { requesters, buckets = [] }: Pick<Setup, 'requesters'> & Partial<Pick<Setup, 'buckets'>>,
  ) {
    const turned = (pairs: readonly (readonly [told: string, real: string])[]) =>
      new Map(pairs.map(([told, real]) => [real, told]));
    this.#prefix = prefix;
    this.#suffix = directorySuffix;
    const directories = buckets.filter(({ kind }) => kind === 'directory');
    this.#directories = new Map(directories.map(({ name, account }) => [name, account]));
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

  /** The name of a bucket at the system. */
  bucket(told: string): string {
    return this.#prefix + told + (this.#directories.has(told) ? this.#suffix : '');
  }

  /** The name of an alias at the system. */
  alias(told: string): string {
    return this.#out.alias(told);
  }

  /** The ARN of the role that a requester is at the system. */
  roleArn(name: string): string {
    const role = this.#requesters.find((one) => one.name === name);
    return role === undefined ? name : this.#principal(`arn:aws:iam::${role.account}:role/${role.principal}`);
  }

  /**
   * A key has been made, which the trace calls `told`.
   * @throws RangeError when it calls another by that
   */
  keyMade(told: string, real: string): void {
    if (this.#out.keys.has(told))
      throw new RangeError(`CreateKey: the trace has a key ${JSON.stringify(told)} already`);
    this.#out.keys.set(told, real);
    this.#back.keys.set(real, told);
  }

  /** An event as it goes out to the system. */
  event(told: Event): Event {
    let event = withNames(told, 'bucket', (name) => this.bucket(name));
    event = withNames(event, 'keyReference', (name) => reference(name, this.#out));
    event = withNames(event, 'keyId', (id) => this.#out.keys.get(id) ?? id);
    event = withNames(event, 'alias', this.#out.alias);
    if (event.op === 'PutBucketPolicy')
      return { ...event, statements: event.statements.map((one) => this.#statement(one)) };
    if (event.op === 'CreateGrant') {
      return withChanges(event, {
        roleArn: (arn) => this.#principal(arn),
        grantConstraints: (constraints) => this.#constraints(constraints),
      });
    }
    if ((event.op !== 'PutKeyPolicy' && event.op !== 'CreateKey') || event.statements === undefined) return event;
    const statements = event.statements.map(({ contextArn, ...one }) => ({
      ...this.#statement(one),
      ...(contextArn !== undefined && { contextArn: this.#bucketArn(contextArn) }),
    }));
    return { ...event, statements };
  }

  /**
   * An observation as the trace has it, its ETag without quotes. A key that an object is shown to be under, and that is
   * none of those that have names, is taken for the AWS managed one of its account, the first time there is one (F-12).
   */
  observation(real: Observation): Observation {
    const { kmsKeyArn, rule, etag } = real;
    if (typeof kmsKeyArn === 'string') this.#learn(kmsKeyArn);
    const key = rule?.KMSMasterKeyID;
    return {
      ...real,
      ...(typeof etag === 'string' && { etag: unquotedEtag(etag) }),
      ...(typeof kmsKeyArn === 'string' && { kmsKeyArn: reference(kmsKeyArn, this.#back) }),
      ...(rule != null && key !== undefined && { rule: { ...rule, KMSMasterKeyID: reference(key, this.#back) } }),
    };
  }

  /** A call of KMS as the trace has it. */
  call(real: ObservedKmsCall): ObservedKmsCall {
    const { context } = real;
    const pairs = Object.entries(context ?? {}).map(([name, value]) => [
      name,
      this.#toldDirectory(value) ?? value.replace(`:::${this.#prefix}`, ':::'),
    ]);
    return {
      ...real,
      keyArn: reference(real.keyArn, this.#back),
      ...(context !== undefined && { context: Object.fromEntries(pairs) }),
    };
  }

  #learn(arn: string): void {
    const [, , service, , account = '', ...rest] = arn.split(':');
    const [kind, id = ''] = rest.join(':').split('/');
    const managed = `aws-s3-${this.#back.accounts.get(account) ?? account}`;
    if (service !== 'kms' || kind !== 'key' || this.#back.keys.has(id) || this.#out.keys.has(managed)) return;
    this.#out.keys.set(managed, id);
    this.#back.keys.set(id, managed);
  }

  #statement<S extends Pick<BucketPolicyStatement, 'principal' | 'condition'>>(statement: S): S {
    const { principal, condition } = statement;
    return {
      ...statement,
      principal: this.#principal(principal),
      ...(condition !== undefined && { condition: withValues(condition, (value, key) => this.#tested(value, key)) }),
    };
  }

  /** A value that a condition key is compared with; an ARN may have wildcards. */
  #tested(value: string, conditionKey: string): string {
    switch (conditionKey.toLowerCase()) {
      case PRINCIPAL_ARN_KEY.toLowerCase():
      case SOURCE_ARN_KEY.toLowerCase():
        return this.#principal(value);
      case KMS_KEY_ID_KEY:
        return reference(value, this.#out);
      case CALLER_ACCOUNT_KEY.toLowerCase():
        return this.#out.accounts.get(value) ?? value;
      case `${CONTEXT_KEY_START}aws:s3:arn`.toLowerCase():
        return this.#bucketArn(value);
      default:
        return value;
    }
  }

  /**
   * The ARN of a directory bucket of the setup as the trace has it; undefined where it is none. One of any account of
   * the setup is told as that of the setup: a bucket may have been made anew by another account, which has no words.
   */
  #toldDirectory(arn: string): string | undefined {
    const { start = '', account = '', bucket = '' } = DIRECTORY_ARN.exec(arn)?.groups ?? {};
    const name = bucket.slice(this.#prefix.length, bucket.length - this.#suffix.length);
    const told = this.#directories.get(name);
    if (told === undefined || bucket !== this.bucket(name) || !this.#back.accounts.has(account)) return undefined;
    return `${start}${told}:bucket/${name}`;
  }

  #constraints(constraints: GrantConstraints): GrantConstraints {
    return withContextArns(constraints, (arn) => this.#bucketArn(arn));
  }

  /** The ARN, or a pattern for one, of a bucket or an object. */
  #bucketArn(arn: string): string {
    const { start, account = '', bucket = '' } = DIRECTORY_ARN.exec(arn)?.groups ?? {};
    if (start !== undefined)
      return `${start}${this.#out.accounts.get(account) ?? account}:bucket/${this.bucket(bucket)}`;
    return arn.replace(/^(arn:[^:]+:s3:::)(?!\*)/, `$1${this.#prefix}`);
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
  readonly keys: Map<string, string>;
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
