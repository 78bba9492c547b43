import { patternMatches } from '../../../model/rules/pattern.ts';
import { type Met, testMet } from './conditions.ts';
import type { IamStatement, Patterns } from './policy-document.ts';

/** A policy with whatever names it for people. */
export interface NamedPolicy {
  readonly name: string;
  readonly statements: readonly IamStatement[];
}

/** One statement of a policy that decides. */
export interface Deciding {
  readonly policy: string;
  readonly statement: IamStatement;
}

/** Somebody who calls KMS by way of S3, with the policies that are about them. */
export interface Subject {
  /** ARN or name of a role, `Service:…`, or `*`. */
  readonly name: string;
  readonly identityPolicies: readonly NamedPolicy[];
}

/** What becomes of a call, and by which statements: those that allow it, or that deny it. */
export interface Access {
  readonly verdict: 'allowed' | 'refused' | 'unknown';
  readonly by: readonly Deciding[];
}

/** A call of KMS that S3 makes for somebody. */
export interface KmsRequest {
  readonly action: string;
  readonly keyArn: string;
  readonly contextArn: string;
}

/**
 * Whether somebody may have KMS do something with a key for a context, by their own policies and that of the key
 * (F-117): the key allows it, or leaves it to the account and an identity policy allows it; and nothing denies it. What
 * tests are about that is not known here is taken for met by what allows; a denial with such a test may hold or not.
 */
export function accessOf(
  { name, identityPolicies }: Subject,
  keyPolicy: NamedPolicy | undefined,
  { action, keyArn, contextArn }: KmsRequest,
): Access {
  const own = identityPolicies.flatMap((policy) => decidingOf(policy, (statement) => isAboutKey(statement, keyArn)));
  const ofKey = keyPolicy === undefined ? [] : decidingOf(keyPolicy, (statement) => isAbout(statement, name));
  const about = (all: readonly Deciding[], effect: IamStatement['effect']) =>
    all
      .filter(({ statement }) => statement.effect === effect && includes(statement.actions, action))
      .map((deciding) => ({ deciding, met: metBy(deciding.statement, contextArn) }))
      .filter(({ met }) => met !== false);
  const denials = about([...own, ...ofKey], 'Deny');
  const surely = denials.filter(({ met }) => met === true).map(({ deciding }) => deciding);
  if (surely.length > 0) return { verdict: 'refused', by: surely };
  const byKey = about(ofKey, 'Allow');
  const isLeftToAccount =
    keyPolicy === undefined ||
    keyPolicy.statements.some(
      (statement) =>
        statement.effect === 'Allow' &&
        includes(statement.actions, action) &&
        isAboutAccount(statement) &&
        metBy(statement, contextArn) !== false,
    );
  const allowing = [...byKey, ...(isLeftToAccount ? about(own, 'Allow') : [])].map(({ deciding }) => deciding);
  if (allowing.length === 0) return { verdict: 'refused', by: [] };
  return { verdict: denials.length > 0 ? 'unknown' : 'allowed', by: allowing };
}

function decidingOf({ name, statements }: NamedPolicy, isMeant: (statement: IamStatement) => boolean): Deciding[] {
  return statements.filter(isMeant).map((statement) => ({ policy: name, statement }));
}

/** Whether all tests of a statement are met by a context. */
function metBy({ conditions }: IamStatement, contextArn: string): Met {
  let met: Met = true;
  for (const test of conditions) {
    const one = testMet(test, contextArn);
    if (one === false) return false;
    if (one === 'any') met = 'any';
  }
  return met;
}

/** Whether a statement is about an action. Case does not matter. */
export function includes({ patterns, isNegated }: Patterns, action: string): boolean {
  return patterns.some((pattern) => patternMatches(pattern.toLowerCase(), action.toLowerCase())) !== isNegated;
}

/** Whether a statement of an identity is about a key. That of a key is about no other, whatever it says. */
export function isAboutKey({ resources }: IamStatement, keyArn: string): boolean {
  if (resources === undefined) return true;
  // A variable of a policy stands for what is not known here.
  const isMeant = (pattern: string) => pattern.includes('${') || patternMatches(pattern, keyArn);
  return resources.patterns.some(isMeant) !== resources.isNegated;
}

function isAbout({ principals }: IamStatement, name: string): boolean {
  if (principals === undefined) return true;
  return principals.patterns.some((principal) => isNamed(principal, name)) !== principals.isNegated;
}

/** A role may be known by its ARN or, in a plan, by its name alone. */
function isNamed(principal: string, name: string): boolean {
  return principal === '*' || principal === name || (!name.includes(':') && principal.endsWith(`/${name}`));
}

/** Whether a statement leaves a decision to the policies of an account. */
function isAboutAccount({ principals }: IamStatement): boolean {
  return principals?.isNegated === false && principals.patterns.some(isAccount);
}

/** Whether a principal is a whole account. */
export function isAccount(principal: string): boolean {
  return /^\d{12}$/.test(principal) || /^arn:[\w-]+:iam::\d{12}:root$/.test(principal);
}
