import {
  Arns,
  type BucketPolicyStatement,
  type Event,
  type IdentityStatement,
  type KeyPolicyStatement,
  namesIn,
  type PolicyCondition,
  type Requester,
  type Setup,
  type Step,
  withChanges,
  withValues,
} from '../model/index.ts';
import { freshName } from './metamorphic/fresh-name.ts';
import type { MetamorphicProperty } from './metamorphic/metamorphic-property.ts';
import { difference, isDeterministic } from './metamorphic/same-answer.ts';
import type { ObservedStep } from './observed-step.ts';
import { stepText } from './wording.ts';

/**
 * Names of requesters, roles, sessions and scoping policies mean nothing in themselves: only which are equal, and which
 * a policy names, counts. So all of them are exchanged for fresh ones, one to one, in the setup, in policies and in
 * replication rules, and every answer must stay as it was.
 */
export const symmetry: MetamorphicProperty = {
  id: 'symmetry',
  title: 'Renaming requesters, roles, sessions and scoping policies consistently changes no answer.',
  requirements: ['F-95', 'F-96', 'F-99'],
  formula: '∀ bijections π of names: answer(π(trace)) = π(answer(trace))',
  applies: isDeterministic,
  variant(setup, steps) {
    const renaming = renamingOf(setup, steps);
    return {
      setup: renamedSetup(setup, renaming),
      steps: steps.map((step) => ({
        ...step,
        by: nameOf(step.by, renaming),
        event: renamedEvent(step.event, renaming),
      })),
    };
  },
  relate(original, variant) {
    const before = new Map<string, string>();
    for (const [index, seen] of original.entries()) {
      const other = variant[index];
      if (other === undefined) return 'idle';
      learnNames(seen, other, before);
      const differs = difference(seen, other, (name) => before.get(name) ?? name);
      if (differs !== undefined)
        return {
          violation: `${stepText(seen)}; with other names the same step was answered otherwise: ${differs}`,
          requirements: ['F-95'],
        };
    }
    return original.some(({ observation }) => observation.bucketKeyEnabled === true) ? 'exercised' : 'held';
  },
};

interface Renaming {
  /** What is put behind every name. */
  readonly suffix: string;
  readonly names: ReadonlySet<string>;
  readonly roleArns: ReadonlyMap<string, string>;
}

/**
 * A suffix that makes every new name and role ARN one that occurs nowhere yet, so that no accidental match comes or
 * goes.
 */
function renamingOf(setup: Setup, steps: readonly Step[]): Renaming {
  const taken = new Set<string>();
  for (const { name, principal, session, scopingPolicy } of setup.requesters)
    taken
      .add(name)
      .add(principal)
      .add(session)
      .add(scopingPolicy ?? '');
  for (const { event } of steps) {
    for (const { name } of namesIn(event, 'requester')) taken.add(name);
    if ('statements' in event) for (const { principal } of event.statements) taken.add(principal);
  }
  const names = [...taken];
  const arns = new Arns(setup);
  const suffix = freshName('-x', (ending) => names.some((name) => name.endsWith(ending)));
  return {
    suffix,
    // KMS calls carry the name of the service, whoever asks, and so no step would show its new one.
    names: new Set(setup.requesters.map(({ name }) => name).filter((name) => name !== setup.service)),
    roleArns: new Map(
      setup.requesters.map(({ account, principal }) => [
        arns.role(account, principal),
        arns.role(account, `${principal}${suffix}`),
      ]),
    ),
  };
}

function renamedSetup({ identityPolicies, scopingPolicies, ...setup }: Setup, renaming: Renaming): Setup {
  const { suffix } = renaming;
  const rename = (statements: readonly IdentityStatement[]) => statements.map((one) => withNewRoles(one, renaming));
  return {
    ...setup,
    requesters: setup.requesters.map((requester) => renamed(requester, renaming)),
    ...(identityPolicies !== undefined && {
      identityPolicies: identityPolicies.map(({ account, principal, statements }) => ({
        account,
        principal: `${principal}${suffix}`,
        statements: rename(statements),
      })),
    }),
    ...(scopingPolicies !== undefined && {
      scopingPolicies: scopingPolicies.map(({ name, statements }) => ({
        name: `${name}${suffix}`,
        statements: rename(statements),
      })),
    }),
  };
}

/** The condition of a statement names roles by their ARNs, as principals are. */
function withNewRoles<Statement extends { readonly condition?: PolicyCondition }>(
  statement: Statement,
  renaming: Renaming,
): Statement {
  const { condition } = statement;
  if (condition === undefined) return statement;
  return { ...statement, condition: withValues(condition, (value) => principalOf(value, renaming)) };
}

function renamed(requester: Requester, renaming: Renaming): Requester {
  const { suffix } = renaming;
  const { name, principal, session, scopingPolicy } = requester;
  const scoping = scopingPolicy === undefined ? {} : { scopingPolicy: `${scopingPolicy}${suffix}` };
  return {
    ...requester,
    name: nameOf(name, renaming),
    principal: `${principal}${suffix}`,
    session: `${session}${suffix}`,
    ...scoping,
  };
}

function nameOf<Name extends string | null>(name: Name, { names, suffix }: Renaming): Name | string {
  return name !== null && names.has(name) ? `${name}${suffix}` : name;
}

function renamedEvent(event: Event, renaming: Renaming): Event {
  const rename = <Statement extends BucketPolicyStatement | KeyPolicyStatement>(statements: readonly Statement[]) =>
    statements.map((one) => ({
      ...withNewRoles(one, renaming),
      principal: principalOf(one.principal, renaming),
    }));
  return withChanges(event, {
    bucketPolicy: rename,
    keyPolicy: rename,
    roleArn: (role) => principalOf(role, renaming),
    requester: (name) => nameOf(name, renaming),
  });
}

function principalOf(principal: string, { roleArns }: Renaming): string {
  return roleArns.get(principal) ?? principal;
}

/** Learns from the steps which new name stands for which old one. */
function learnNames(one: ObservedStep, other: ObservedStep, before: Map<string, string>): void {
  if (one.step.by !== null && other.step.by !== null) before.set(other.step.by, one.step.by);
  const [names, others] = [namesIn(one.step.event, 'requester'), namesIn(other.step.event, 'requester')];
  for (const [place, { name }] of names.entries()) {
    const renamedTo = others[place]?.name;
    if (renamedTo !== undefined) before.set(renamedTo, name);
  }
}
