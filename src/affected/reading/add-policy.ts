import { printable } from '../../trace/printable.ts';
import { type IamStatement, iamStatements, PolicyDocumentError } from '../iam/policy-document.ts';
import type { Configuration } from './configuration.ts';

/** What a policy is attached to; told from its statements where a file does not say it. */
export type PolicyKind = 'key' | 'bucket' | 'identity';

/** Actions by which a role is known to replicate. */
const REPLICATES = /^s3:(ReplicateObject|GetObjectVersionForReplication)$/i;

/**
 * Adds a policy document, parsed or as text, to a configuration. What cannot be read is left out, and said.
 *
 * @param owner - of an identity policy, whose it is
 */
export function addPolicy(
  configuration: Configuration,
  document: unknown,
  name: string,
  { kind, owner }: { readonly kind?: PolicyKind; readonly owner?: string } = {},
): void {
  let statements: readonly IamStatement[];
  try {
    statements = iamStatements(typeof document === 'string' ? JSON.parse(document) : document);
  } catch (error) {
    const problem = error instanceof PolicyDocumentError ? error.message : 'it is not valid JSON';
    configuration.leftOut.push(`${name}: ${printable(problem, 200)}`);
    return;
  }
  const policy = { name, statements };
  const attached = kind ?? kindOf(statements);
  if (attached === 'key') configuration.keyPolicies.push(policy);
  else if (attached === 'bucket') configuration.bucketPolicies.push(policy);
  else {
    const whose = owner ?? name;
    configuration.identityPolicies.set(whose, [...(configuration.identityPolicies.get(whose) ?? []), policy]);
    if (statements.some(({ actions }) => !actions.isNegated && actions.patterns.some((one) => REPLICATES.test(one))))
      configuration.replicationRoles.add(whose);
  }
}

/** A policy that names principals is attached to what it is about: a bucket, or else a key. */
function kindOf(statements: readonly IamStatement[]): PolicyKind {
  if (statements.every(({ principals }) => principals === undefined)) return 'identity';
  return statements.some(({ actions }) => actions.patterns.some((action) => action.toLowerCase().startsWith('s3:')))
    ? 'bucket'
    : 'key';
}
