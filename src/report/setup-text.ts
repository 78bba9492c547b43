import { Arns, DEFAULT_REGION, type IdentityStatement, kmsQuotaIn, type Requester } from '../../model/index.ts';
import type { Trace } from '../trace/trace.ts';
import { conditionText } from './event-text.ts';
import { contentText, nameText } from './names.ts';

/** The part of a setup that its steps use, a phrase each. */
export function setupTexts({ header: { setup }, steps }: Trace): string[] {
  const used = new Set<string>();
  for (const { step, observation } of steps) {
    if (step.by !== null) used.add(step.by);
    collectStrings(step.event, used);
    for (const { by, keyArn } of observation.kmsCalls ?? []) {
      if (by !== undefined) used.add(by);
      used.add(keyArn);
    }
  }
  const arns = new Arns(setup);
  const requesters = setup.requesters.filter(({ name }) => used.has(name));
  const aliases = setup.aliases.filter(({ account, alias }) => used.has(alias) || used.has(arns.alias(account, alias)));
  const keys = setup.kmsKeys.filter(
    ({ account, id }) =>
      used.has(id) || used.has(arns.kmsKey(account, id)) || aliases.some((alias) => alias.keyId === id),
  );
  const { region = DEFAULT_REGION, managedKeys = [] } = setup;
  return [
    ...(region === DEFAULT_REGION ? [] : [`region ${nameText(region)}`]),
    ...requesters.map((one) => `${requesterText(one)}${one.name === setup.service ? ", the service's own" : ''}`),
    ...(setup.identityPolicies ?? [])
      .filter((policy) =>
        requesters.some((one) => one.account === policy.account && one.principal === policy.principal),
      )
      .map(
        ({ account, principal, statements }) => `role ${nameText(principal)} of ${account}: ${allowedText(statements)}`,
      ),
    ...(setup.scopingPolicies ?? [])
      .filter(({ name }) => requesters.some(({ scopingPolicy }) => scopingPolicy === name))
      .map(({ name, statements }) => `scoping policy ${nameText(name)}: ${allowedText(statements)}`),
    ...keys.map(({ account, id, keySpec, origin }) => {
      const spec = keySpec === undefined ? '' : `, ${keySpec}`;
      const imported = origin === undefined ? '' : `, ${origin}`;
      return `${nameText(id)} = KMS key of ${account}${spec}${imported}`;
    }),
    ...managedKeys
      .filter(({ account, id }) => used.has(id) || used.has(arns.kmsKey(account, id)))
      .map(({ account, id }) => `${nameText(id)} = AWS managed key aws/s3 of ${account}`),
    ...aliases.map(({ account, alias, keyId }) => `${nameText(alias)} of ${account} -> ${nameText(keyId)}`),
    ...(setup.kmsQuotas ?? [])
      .filter(({ account }) => requesters.some((one) => one.account === account))
      .map((quota) => `KMS quota of ${quota.account}: ${kmsQuotaIn(region, quota)} requests a second`),
    ...setup.buckets
      .filter(({ name }) => used.has(name))
      .map(({ account, name, versioning, objectLock, kind, plainObjects }) => {
        const objects = plainObjects.map(({ key, body }) => `${nameText(key)} ${contentText(body)}`);
        const plain = objects.length === 0 ? '' : ` with PLAIN ${objects.join(', ')}`;
        const versions =
          versioning === undefined ? '' : `, versioning ${versioning}${objectLock === true ? ', Object Lock' : ''}`;
        return `${nameText(name)} = ${kind === undefined ? '' : `${kind} `}bucket of ${account}${versions}${plain}`;
      }),
  ];
}

/** What policies of IAM say, a statement after the other. */
function allowedText(statements: readonly IdentityStatement[]): string {
  if (statements.length === 0) return 'nothing allowed';
  return statements
    .map(({ effect, actions, resources, condition }) => {
      const on = resources === undefined ? '' : ` on ${resources.map(nameText).join(' ')}`;
      const tests = conditionText(condition);
      return `${effect} ${actions.join(' ')}${on}${tests.length === 0 ? '' : ` where ${tests.join(' and ')}`}`;
    })
    .join('; ');
}

function requesterText(requester: Requester): string {
  const { name, account, principal, session, scopingPolicy, servicePrincipal, sourceArn } = requester;
  const source = sourceArn === undefined ? '' : ` for ${nameText(sourceArn)}`;
  if (servicePrincipal !== undefined) return `${nameText(name)} = service ${nameText(servicePrincipal)}${source}`;
  const policy = scopingPolicy === undefined ? '' : `, scoping policy ${nameText(scopingPolicy)}`;
  return `${nameText(name)} = role ${nameText(principal)} of ${account}, session ${nameText(session)}${policy}`;
}

/** Every string value in an event: names among them show what of the setup the event is about. */
function collectStrings(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) collectStrings(part, into);
}
