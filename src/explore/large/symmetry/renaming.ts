import {
  Arns,
  type BucketPolicyStatement,
  CONTEXT_KEY_START,
  type Grant,
  type GrantConstraints,
  type KeyPolicyStatement,
  PRINCIPAL_ARN_KEY,
  type Setup,
  withContextArns,
  withValues,
} from '../../../../model/index.ts';

/** The names a renaming gives to those of a scope; what it does not mention keeps its name. */
export interface NewNames {
  readonly requesters: ReadonlyMap<string, string>;
  readonly buckets: ReadonlyMap<string, string>;
  /** By old name of the bucket: its keys need not be renamed as those of another bucket are. */
  readonly keys: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By number of the cache. */
  readonly caches: readonly number[];
}

/** Other names for requesters, buckets, object keys and caches, each name used once. */
export class Renaming {
  readonly #names: NewNames;
  readonly #roles: ReadonlyMap<string, string>;
  /** ARNs and patterns that are about one bucket or one object. */
  readonly #places: ReadonlyMap<string, string>;
  readonly #keepsPlaces: boolean;
  readonly #keepsRoles: boolean;

  constructor(setup: Setup, names: NewNames) {
    this.#names = names;
    const arns = new Arns(setup);
    this.#roles = new Map(
      setup.requesters.map(({ account, principal, name }) => {
        const renamed = setup.requesters.find((other) => other.name === this.requester(name));
        return [
          arns.role(account, principal),
          renamed === undefined ? '' : arns.role(renamed.account, renamed.principal),
        ];
      }),
    );
    this.#keepsRoles = [...this.#roles].every(([from, to]) => from === to);
    // These match whatever bucket or object there is.
    const places = new Map(['*', arns.bucket('*')].map((pattern) => [pattern, pattern]));
    for (const [bucket, to] of names.buckets) {
      places.set(arns.bucket(bucket), arns.bucket(to));
      places.set(arns.object(bucket, '*'), arns.object(to, '*'));
      for (const [key, toKey] of names.keys.get(bucket) ?? [])
        places.set(arns.object(bucket, key), arns.object(to, toKey));
    }
    this.#places = places;
    this.#keepsPlaces = [...places].every(([from, to]) => from === to);
  }

  requester(name: string): string {
    return this.#names.requesters.get(name) ?? name;
  }

  bucket(name: string): string {
    return this.#names.buckets.get(name) ?? name;
  }

  /** @param bucket - old name of the bucket */
  key(bucket: string, name: string): string {
    return this.#names.keys.get(bucket)?.get(name) ?? name;
  }

  cache(number: number): number {
    return this.#names.caches[number] ?? number;
  }

  keyPolicy(statements: readonly KeyPolicyStatement[]): readonly KeyPolicyStatement[] {
    return statements.map(({ contextArn, ...rest }) => ({
      ...this.#statement(rest),
      ...(contextArn !== undefined && { contextArn: this.#contextArn(contextArn) }),
    }));
  }

  bucketPolicy(statements: readonly BucketPolicyStatement[]): readonly BucketPolicyStatement[] {
    return statements.map((statement) => this.#statement(statement));
  }

  #statement<Statement extends BucketPolicyStatement | KeyPolicyStatement>(statement: Statement): Statement {
    const { principal, condition } = statement;
    const image = { ...statement, principal: this.principal(principal) };
    if (condition === undefined) return image;
    return { ...image, condition: withValues(condition, (value, key) => this.#value(value, key)) };
  }

  /** A value of a condition: a role or a place is renamed, what speaks of neither stays. */
  #value(value: string, key: string): string {
    const name = key.toLowerCase();
    if (name.startsWith(CONTEXT_KEY_START.toLowerCase())) return this.#contextArn(value);
    if (name !== PRINCIPAL_ARN_KEY.toLowerCase()) return value;
    return this.#roles.get(value) ?? (this.#keepsRoles ? value : `renamed ${value}`);
  }

  constraints(constraints: GrantConstraints): GrantConstraints {
    return withContextArns(constraints, (arn) => this.#contextArn(arn));
  }

  grants(grants: readonly Grant[]): readonly Grant[] {
    return grants.map(({ granteePrincipal, retiringPrincipal, constraints, ...rest }) => ({
      ...rest,
      granteePrincipal: this.principal(granteePrincipal),
      ...(retiringPrincipal !== undefined && { retiringPrincipal: this.principal(retiringPrincipal) }),
      ...(constraints && { constraints: this.constraints(constraints) }),
    }));
  }

  /** What is no role of the scope, an account or `*`, means the same requesters under their new names. */
  principal(arn: string): string {
    return this.#roles.get(arn) ?? arn;
  }

  /**
   * Nobody knows what a pattern of another kind becomes: it becomes one that no scope has, so that the renaming is no
   * symmetry.
   */
  #contextArn(pattern: string): string {
    return this.#places.get(pattern) ?? (this.#keepsPlaces ? pattern : `renamed ${pattern}`);
  }
}
