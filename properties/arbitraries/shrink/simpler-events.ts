import {
  algorithmNamed,
  type BucketPolicyStatement,
  type EncryptionHeaders,
  type EncryptionRule,
  type Event,
  type FieldKind,
  type FieldOf,
  type FieldTypes,
  fieldsOf,
  fieldValue,
  type KeyPolicyStatement,
  PERIODS_IN_DAYS,
  type PolicyCondition,
  type SseAlgorithm,
  withChanges,
  withoutField,
  withValue,
} from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';

/** Traces whose events say less: first no headers at all anywhere, then one simplification in one step. */
export function* withSimplerEvents({ setup, steps }: GeneratedTrace): Iterable<GeneratedTrace> {
  yield { setup, steps: steps.map((step) => ({ ...step, event: withoutHeaders(step.event) })) };
  for (const [index, step] of steps.entries()) {
    for (const event of simplerEvents(step.event)) yield { setup, steps: steps.with(index, { ...step, event }) };
  }
}

function withoutHeaders(event: Event): Event {
  return withChanges(event, { encryptionHeaders: () => ({}) });
}

function* simplerEvents(event: Event): Iterable<Event> {
  for (const field of fieldsOf(event)) yield* simplerIn(event, field);
}

/** Events that are simpler in one field: without it, where it may be left out, or with a simpler value. */
function* simplerIn<Kind extends FieldKind>(event: Event, field: FieldOf<Kind>): Iterable<Event> {
  if (field.isOptional) yield withoutField(event, field);
  const value = fieldValue(event, field);
  if (value === undefined) return;
  for (const simpler of SIMPLER[field.kind]?.(value) ?? []) yield withValue(event, field, simpler);
}

/** Simpler values of a field, by its kind; of the others, only names can be simpler. */
const SIMPLER: { readonly [Kind in FieldKind]?: (value: FieldTypes[Kind]) => Iterable<FieldTypes[Kind]> } = {
  encryptionHeaders: simplerHeaders,
  encryptionRules: (rules) => simplerLists(rules, simplerRules),
  bucketPolicy: (statements) => simplerLists(statements, simplerBucketStatements),
  keyPolicy: (statements) => simplerLists(statements, simplerKeyStatements),
  grantOperations: (operations) => simplerLists(operations, () => []),
  waitingPeriod: () => [PERIODS_IN_DAYS.waitingPeriod.least],
  rotationPeriod: () => [PERIODS_IN_DAYS.rotationPeriod.least],
  copyChanges: (changes) => simplerLists(changes, () => []),
};

function* simplerHeaders(headers: EncryptionHeaders): Iterable<EncryptionHeaders> {
  yield {};
  const { sse: _sse, ...withoutSse } = headers;
  yield withoutSse;
  const { kmsKeyId: _kmsKeyId, ...withoutKey } = headers;
  yield withoutKey;
  const { bucketKeyEnabled: _flag, ...withoutFlag } = headers;
  yield withoutFlag;
  const { context: _context, ...withoutContext } = headers;
  yield withoutContext;
  const { customerKey: _customerKey, customerAlgorithm: _algorithm, ...withoutCustomerKey } = headers;
  yield withoutCustomerKey;
  for (const sse of simplerAlgorithms(algorithmNamed(headers))) yield { ...headers, sse };
  const { context } = headers;
  if (context === undefined || context === 'malformed') return;
  for (const pair of Object.entries(context)) yield { ...headers, context: Object.fromEntries([pair]) };
}

function* simplerRules(rule: EncryptionRule): Iterable<EncryptionRule> {
  const { KMSMasterKeyID: _key, ...withoutKey } = rule;
  yield withoutKey;
  const { BucketKeyEnabled: _flag, ...withoutFlag } = rule;
  yield withoutFlag;
  const { BlockedEncryptionTypes: _blocked, ...withoutBlocked } = rule;
  yield withoutBlocked;
  for (const SSEAlgorithm of simplerAlgorithms(rule.SSEAlgorithm)) yield { ...rule, SSEAlgorithm };
}

function simplerAlgorithms(algorithm: SseAlgorithm | undefined): readonly SseAlgorithm[] {
  if (algorithm === 'aws:kms') return ['AES256'];
  return algorithm === 'aws:kms:dsse' ? ['AES256', 'aws:kms'] : [];
}

function* simplerBucketStatements(statement: BucketPolicyStatement): Iterable<BucketPolicyStatement> {
  yield* simplerConditions(statement);
  yield { ...statement, principal: '*' };
  yield { ...statement, actions: statement.actions.slice(0, 1) };
}

function* simplerKeyStatements(statement: KeyPolicyStatement): Iterable<KeyPolicyStatement> {
  const { contextArn: _contextArn, ...anywhere } = statement;
  yield anywhere;
  yield* simplerConditions(statement);
  yield { ...statement, principal: '*' };
  yield { ...statement, actions: statement.actions.slice(0, 1) };
}

/** A statement without its condition, or with one operator of it only. */
function* simplerConditions<Statement extends { readonly condition?: PolicyCondition }>(
  statement: Statement,
): Iterable<Statement> {
  const { condition, ...others } = statement;
  if (condition === undefined) return;
  yield others as Statement;
  const operators = Object.entries(condition);
  if (operators.length > 1) for (const one of operators) yield { ...statement, condition: Object.fromEntries([one]) };
}

/** A list without one of its entries, or with one of them simpler. */
function* simplerLists<T>(list: readonly T[], simpler: (entry: T) => Iterable<T>): Iterable<readonly T[]> {
  if (list.length > 1) yield [];
  for (const index of list.keys()) yield list.toSpliced(index, 1);
  for (const [index, entry] of list.entries()) {
    for (const other of simpler(entry)) yield list.with(index, other);
  }
}
