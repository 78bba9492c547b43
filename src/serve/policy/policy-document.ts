/** Why a policy is refused: AWS would too, or it says what the reference has no words for. */
export type PolicyProblem = 'malformed' | 'not implemented';

/** A policy document is refused. */
export class PolicyError extends Error {
  readonly problem: PolicyProblem;

  constructor(problem: PolicyProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** One statement of a policy document, its lists always lists. */
export interface DocumentStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
}

/** Longest policy, in characters: that of a KMS key; a bucket's may have 20 KB. */
export const MAX_POLICY_CHARACTERS = 32_768;
const MAX_ENTRIES = 1_000;
const KNOWN = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

/**
 * Reads the statements of a policy document.
 *
 * @throws PolicyError
 */
export function statementsIn(text: string): readonly DocumentStatement[] {
  let document: unknown;
  try {
    document = JSON.parse(text.slice(0, MAX_POLICY_CHARACTERS + 1));
  } catch {
    throw new PolicyError('malformed', 'Policies must be valid JSON');
  }
  if (!isRecord(document) || document.Statement === undefined)
    throw new PolicyError('malformed', 'Missing required field Statement');
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  if (statements.length > MAX_ENTRIES) throw new PolicyError('malformed', 'Too many statements');
  return statements.map(statementOf);
}

function statementOf(statement: unknown): DocumentStatement {
  if (!isRecord(statement)) throw new PolicyError('malformed', 'A statement must be an object');
  const other = Object.keys(statement).find((name) => !KNOWN.has(name));
  if (other !== undefined) {
    const isNegated = ['NotAction', 'NotPrincipal', 'NotResource'].includes(other);
    throw new PolicyError(
      isNegated ? 'not implemented' : 'malformed',
      `The element ${other.slice(0, 40)} cannot be used`,
    );
  }
  const { Effect: effect, Condition: condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError('malformed', 'Invalid effect');
  return {
    effect,
    principals: principalsOf(statement.Principal),
    actions: texts(statement.Action, 'Action'),
    resources: texts(statement.Resource, 'Resource'),
    condition,
  };
}

function principalsOf(principal: unknown): readonly string[] {
  if (principal === '*') return ['*'];
  if (!isRecord(principal)) throw new PolicyError('malformed', 'Invalid principal in policy');
  if (Object.keys(principal).some((kind) => kind !== 'AWS'))
    throw new PolicyError('not implemented', 'Principals other than those of AWS accounts cannot be named here');
  return texts(principal.AWS, 'Principal');
}

function texts(value: unknown, what: string): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  const isSound = list.length > 0 && list.length <= MAX_ENTRIES && list.every((one) => typeof one === 'string');
  if (!isSound) throw new PolicyError('malformed', `${what} must be a text or a list of texts`);
  return list as readonly string[];
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A principal as the reference names it: a role, an account or everybody.
 *
 * @throws PolicyError for users, sessions and what is no principal
 */
export function namedPrincipal(principal: string, partition: string): string {
  if (principal === '*') return principal;
  if (/^\d{12}$/.test(principal)) return `arn:${partition}:iam::${principal}:root`;
  if (!/^arn:[\w-]+:(iam|sts)::\d{12}:/.test(principal))
    throw new PolicyError('malformed', 'Invalid principal in policy');
  if (/:iam::\d{12}:(root|role\/[\w+=,.@-]+)$/.test(principal)) return principal;
  throw new PolicyError('not implemented', 'Principals can be accounts and roles without a path here');
}

/** The actions that a pattern of a policy means, of those that are known. Case does not matter, as with AWS. */
export function actionsMeant<A extends string>(pattern: string, known: readonly A[]): readonly A[] {
  const parts = pattern.toLowerCase().split('*');
  const matches = (action: string): boolean => {
    const [first = '', ...rest] = parts;
    if (rest.length === 0) return action === first;
    let at = first.length;
    if (!action.startsWith(first)) return false;
    for (const part of rest.slice(0, -1)) {
      const found = action.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    const last = rest.at(-1) ?? '';
    return action.length - last.length >= at && action.endsWith(last);
  };
  return known.filter((action) => matches(action.toLowerCase()));
}
