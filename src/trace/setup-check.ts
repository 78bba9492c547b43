import { type ManagedKeySetup, managedKeyId, type Setup } from '../../model/index.ts';
import { bodyProblem } from './body-check.ts';
import { statementsProblem } from './condition-check.ts';

/** What is contradictory in a setup, as `path: problem`; undefined when nothing is. */
export function setupProblem(setup: Setup): string | undefined {
  return (
    repeated(
      'requesters',
      'name',
      setup.requesters.map((requester) => requester.name),
    ) ??
    repeated(
      'kmsKeys',
      'id',
      setup.kmsKeys.map((key) => key.id),
    ) ??
    repeated(
      'aliases',
      'alias',
      setup.aliases.map((alias) => `${alias.account}:${alias.alias}`),
    ) ??
    repeated(
      'buckets',
      'name',
      setup.buckets.map((bucket) => bucket.name),
    ) ??
    servicePrincipalProblem(setup) ??
    identityPolicyProblem(setup) ??
    serviceProblem(setup) ??
    keyProblem(setup) ??
    managedKeyProblem(setup) ??
    quotaProblem(setup) ??
    aliasProblem(setup) ??
    plainObjectProblem(setup) ??
    directoryProblem(setup) ??
    unknownProblem(setup)
  );
}

function repeated(list: string, field: string, names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (seen.has(name)) return `${list}.${index}.${field}: ${JSON.stringify(name)} is there twice`;
    seen.add(name);
  }
  return undefined;
}

/** A service signs, and nobody else asks for a source. */
function servicePrincipalProblem({ requesters }: Setup): string | undefined {
  for (const [index, { servicePrincipal, sourceArn, signature, scopingPolicy }] of requesters.entries()) {
    if (servicePrincipal === undefined && sourceArn !== undefined)
      return `requesters.${index}.sourceArn: only a requester with a servicePrincipal has one`;
    if (servicePrincipal === undefined) continue;
    if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(servicePrincipal))
      return `requesters.${index}.servicePrincipal: expected a name such as cloudfront.amazonaws.com`;
    if (signature !== undefined) return `requesters.${index}.signature: a service signs by Signature Version 4`;
    if (scopingPolicy !== undefined) return `requesters.${index}.scopingPolicy: a service has none`;
  }
  return undefined;
}

/** A role has one policy here, and so has the name of a scoping policy; each is one that somebody has. */
function identityPolicyProblem({ requesters, identityPolicies = [], scopingPolicies = [] }: Setup): string | undefined {
  const roles = identityPolicies.map(({ account, principal }) => `${account}:${principal}`);
  const names = scopingPolicies.map(({ name }) => name);
  const twice = repeated('identityPolicies', 'principal', roles) ?? repeated('scopingPolicies', 'name', names);
  if (twice !== undefined) return twice;
  const known = new Set(requesters.map(({ account, principal }) => `${account}:${principal}`));
  const nobodys = roles.findIndex((role) => !known.has(role));
  if (nobodys >= 0) return `identityPolicies.${nobodys}.principal: no requester has the role`;
  const used = new Set(requesters.map(({ scopingPolicy }) => scopingPolicy));
  const unused = names.findIndex((name) => !used.has(name));
  if (unused >= 0) return `scopingPolicies.${unused}.name: no requester has the scoping policy`;
  for (const [list, policies] of Object.entries({ identityPolicies, scopingPolicies })) {
    for (const [index, { statements }] of policies.entries()) {
      const problem = statementsProblem(statements, 'policy of IAM');
      if (problem !== undefined) return `${list}.${index}.statements.${problem}`;
    }
  }
  return undefined;
}

function serviceProblem({ requesters, service }: Setup): string | undefined {
  const isThere = service === undefined || requesters.some(({ name }) => name === service);
  return isThere ? undefined : 'service: no such requester';
}

/** The ids of managed keys are taken: S3 creates those keys itself (F-12). */
function keyProblem(setup: Setup): string | undefined {
  const prefix = managedKeyId('');
  const index = setup.kmsKeys.findIndex((key) => key.id.startsWith(prefix));
  return index === -1 ? undefined : `kmsKeys.${index}.id: ids that start with ${prefix} are those of AWS managed keys`;
}

/** An account has one managed key in a region, and no other key has its id. */
function managedKeyProblem({ kmsKeys, managedKeys = [] }: Setup): string | undefined {
  const of = (field: keyof ManagedKeySetup) => managedKeys.map((key) => key[field]);
  const twice = repeated('managedKeys', 'account', of('account')) ?? repeated('managedKeys', 'id', of('id'));
  if (twice !== undefined) return twice;
  const prefix = managedKeyId('');
  const others = new Set(kmsKeys.map(({ id }) => id));
  for (const [index, { id }] of managedKeys.entries()) {
    if (id.startsWith(prefix)) return `managedKeys.${index}.id: ids that start with ${prefix} are not told, but taken`;
    if (others.has(id)) return `managedKeys.${index}.id: ${JSON.stringify(id)} is a key of kmsKeys`;
  }
  return undefined;
}

/** An account has one quota in a region. */
function quotaProblem({ kmsQuotas = [] }: Setup): string | undefined {
  return repeated(
    'kmsQuotas',
    'account',
    kmsQuotas.map(({ account }) => account),
  );
}

function aliasProblem(setup: Setup): string | undefined {
  const keys = new Set(setup.kmsKeys.map((key) => `${key.account}:${key.id}`));
  const index = setup.aliases.findIndex((alias) => !keys.has(`${alias.account}:${alias.keyId}`));
  return index === -1 ? undefined : `aliases.${index}.keyId: no such key in the account of the alias`;
}

function plainObjectProblem(setup: Setup): string | undefined {
  for (const [index, bucket] of setup.buckets.entries()) {
    const where = `buckets.${index}.plainObjects`;
    const twice = repeated(
      where,
      'key',
      bucket.plainObjects.map((object) => object.key),
    );
    if (twice !== undefined) return twice;
    for (const [place, object] of bucket.plainObjects.entries()) {
      const problem = bodyProblem(object.body);
      if (problem !== undefined) return `${where}.${place}.body.${problem}`;
    }
  }
  return undefined;
}

/** A directory bucket keeps no versions and is newer than objects in the clear; all of it is known (F-20). */
function directoryProblem({ buckets, unknown }: Setup): string | undefined {
  const forgotten = unknown === undefined || unknown === 'everything' ? [] : (unknown.buckets ?? []);
  for (const [index, { name, kind, versioning, plainObjects }] of buckets.entries()) {
    if (kind === undefined) continue;
    const where = `buckets.${index}.kind: a directory bucket`;
    if (versioning !== undefined) return `${where} keeps no versions, so that it says nothing of versioning`;
    if (plainObjects.length > 0) return `${where} has no plainObjects`;
    const isUnknown =
      unknown === 'everything' || forgotten.includes(name) || unknown?.objects?.some(({ bucket }) => bucket === name);
    if (isUnknown === true) return `${where} whose past is unknown cannot be judged`;
  }
  return undefined;
}

/** What is unknown is named as the setup names it. */
function unknownProblem({ unknown, buckets, kmsKeys }: Setup): string | undefined {
  if (unknown === undefined || unknown === 'everything') return undefined;
  const names = new Map(buckets.map((bucket) => [bucket.name, bucket]));
  const ids = new Set(kmsKeys.map(({ id }) => id));
  for (const [index, name] of (unknown.buckets ?? []).entries())
    if (!names.has(name)) return `unknown.buckets.${index}: ${JSON.stringify(name)} is no bucket of the setup`;
  for (const [index, { bucket, key }] of (unknown.objects ?? []).entries()) {
    const holder = names.get(bucket);
    if (holder === undefined)
      return `unknown.objects.${index}.bucket: ${JSON.stringify(bucket)} is no bucket of the setup`;
    if (holder.plainObjects.some((object) => object.key === key))
      return `unknown.objects.${index}.key: ${JSON.stringify(key)} is among the plainObjects`;
  }
  for (const [index, id] of (unknown.kmsKeys ?? []).entries())
    if (!ids.has(id)) return `unknown.kmsKeys.${index}: ${JSON.stringify(id)} is no KMS key of the setup`;
  return undefined;
}
