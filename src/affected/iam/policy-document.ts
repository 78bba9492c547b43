import { isRecord } from '../../serve/policy/policy-document.ts';

/** Most statements of a document, and most entries of a list in one: AWS takes far fewer. */
const MOST_ENTRIES = 1_000;

/** A list of patterns, of which one has to match; or, negated, none may. */
export interface Patterns {
  readonly patterns: readonly string[];
  readonly isNegated: boolean;
}

/** One test of a condition: all tests of a statement have to be met. */
export interface ConditionTest {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a policy in the language of IAM. */
export interface IamStatement {
  /** Its Sid, or its number, counted from 1. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  /** Whom it is about, services as `Service:…`; undefined in a policy of an identity, which is about that. */
  readonly principals: Patterns | undefined;
  readonly actions: Patterns;
  /** What it is about; undefined where nothing is told, as in policies of trust. */
  readonly resources: Patterns | undefined;
  readonly conditions: readonly ConditionTest[];
}

/** What is wrong with a policy document, in words. */
export class PolicyDocumentError extends Error {}

/**
 * The statements of a policy document that is parsed already. It is input nobody vouches for.
 *
 * @throws PolicyDocumentError
 */
export function iamStatements(document: unknown): readonly IamStatement[] {
  if (!isRecord(document) || document.Statement === undefined) throw new PolicyDocumentError('it has no Statement');
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  if (statements.length > MOST_ENTRIES) throw new PolicyDocumentError(`it has more than ${MOST_ENTRIES} statements`);
  return statements.map((statement, index) => statementOf(statement, index + 1));
}

function statementOf(statement: unknown, number: number): IamStatement {
  const name =
    isRecord(statement) && typeof statement.Sid === 'string' && statement.Sid !== '' ? statement.Sid : `${number}`;
  const problem = (text: string) => new PolicyDocumentError(`statement ${name}: ${text}`);
  if (!isRecord(statement)) throw problem('not an object');
  const { Effect: effect, Action, NotAction, Principal, NotPrincipal, Resource, NotResource, Condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw problem('Effect is neither Allow nor Deny');
  const list = (value: unknown, what: string) => {
    const texts = textsOf(value);
    if (texts === undefined) throw problem(`${what} is not a text or a list of at most ${MOST_ENTRIES} texts`);
    return texts;
  };
  const principals = (value: unknown): readonly string[] => {
    if (!isRecord(value)) return list(value, 'Principal');
    return Object.entries(value).flatMap(([kind, names]) =>
      list(names, 'Principal').map((one) => (kind === 'AWS' ? one : `${kind}:${one}`)),
    );
  };
  const either = (own: unknown, negated: unknown, read: (value: unknown) => readonly string[]): Patterns =>
    negated === undefined ? { patterns: read(own), isNegated: false } : { patterns: read(negated), isNegated: true };
  const hasResource = Resource !== undefined || NotResource !== undefined;
  const hasPrincipal = Principal !== undefined || NotPrincipal !== undefined;
  return {
    name,
    effect,
    principals: hasPrincipal ? either(Principal, NotPrincipal, principals) : undefined,
    actions: either(Action, NotAction, (value) => list(value, 'Action')),
    resources: hasResource ? either(Resource, NotResource, (value) => list(value, 'Resource')) : undefined,
    conditions: conditionsOf(Condition, problem),
  };
}

function conditionsOf(condition: unknown, problem: (text: string) => Error): readonly ConditionTest[] {
  if (condition === undefined) return [];
  if (!isRecord(condition)) throw problem('Condition is not an object');
  const tests = Object.entries(condition).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw problem(`Condition ${operator.slice(0, 40)} is not an object`);
    return Object.entries(keys).map(([key, value]) => {
      const values = textsOf(value);
      if (values === undefined) throw problem(`the values of ${key.slice(0, 80)} are not texts`);
      return { operator, key, values };
    });
  });
  if (tests.length > MOST_ENTRIES) throw problem('too many conditions');
  return tests;
}

/** Texts, alone or in a list; true, false and numbers stand for themselves, as they do for IAM. */
function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isSound =
    list.length <= MOST_ENTRIES && list.every((one) => ['string', 'boolean', 'number'].includes(typeof one));
  return isSound ? list.map(String) : undefined;
}
