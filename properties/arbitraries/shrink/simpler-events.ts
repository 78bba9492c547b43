import type {
  BucketPolicyStatement,
  EncryptionHeaders,
  EncryptionRule,
  Event,
  KeyPolicyStatement,
  SseAlgorithm,
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
  return event.op === 'PutObject' || event.op === 'CopyObject' ? { ...event, headers: {} } : event;
}

function* simplerEvents(event: Event): Iterable<Event> {
  switch (event.op) {
    case 'PutObject':
    case 'CopyObject':
      for (const headers of simplerHeaders(event.headers)) yield { ...event, headers };
      return;
    case 'PutBucketEncryption':
      for (const rules of simplerLists(event.rules, simplerRules)) yield { ...event, rules };
      return;
    case 'PutBucketPolicy':
      for (const statements of simplerLists(event.statements, simplerBucketStatements)) yield { ...event, statements };
      return;
    case 'PutKeyPolicy':
      for (const statements of simplerLists(event.statements, simplerKeyStatements)) yield { ...event, statements };
      return;
    case 'PutBucketReplication': {
      const { replicaKmsKeyId: _, ...rest } = event;
      yield rest;
      return;
    }
    case 'ScheduleKeyDeletion':
      yield { ...event, pendingWindowInDays: 7 };
      return;
    case 'EnableKeyRotation':
      yield { ...event, rotationPeriodInDays: 90 };
      return;
    default:
      return;
  }
}

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
  for (const sse of simplerAlgorithms(headers.sse)) yield { ...headers, sse };
  const { context } = headers;
  if (context === undefined || context === 'malformed') return;
  for (const pair of Object.entries(context)) yield { ...headers, context: Object.fromEntries([pair]) };
}

function* simplerRules(rule: EncryptionRule): Iterable<EncryptionRule> {
  const { KMSMasterKeyID: _key, ...withoutKey } = rule;
  yield withoutKey;
  const { BucketKeyEnabled: _flag, ...withoutFlag } = rule;
  yield withoutFlag;
  for (const SSEAlgorithm of simplerAlgorithms(rule.SSEAlgorithm)) yield { ...rule, SSEAlgorithm };
}

function simplerAlgorithms(algorithm: SseAlgorithm | undefined): readonly SseAlgorithm[] {
  if (algorithm === 'aws:kms') return ['AES256'];
  return algorithm === 'aws:kms:dsse' ? ['AES256', 'aws:kms'] : [];
}

function* simplerBucketStatements(statement: BucketPolicyStatement): Iterable<BucketPolicyStatement> {
  yield { ...statement, principal: '*' };
  yield { ...statement, actions: statement.actions.slice(0, 1) };
}

function* simplerKeyStatements(statement: KeyPolicyStatement): Iterable<KeyPolicyStatement> {
  const { contextArn: _contextArn, ...anywhere } = statement;
  yield anywhere;
  yield { ...statement, principal: '*' };
  yield { ...statement, actions: statement.actions.slice(0, 1) };
}

/** A list without one of its entries, or with one of them simpler. */
function* simplerLists<T>(list: readonly T[], simpler: (entry: T) => Iterable<T>): Iterable<readonly T[]> {
  if (list.length > 1) yield [];
  for (const index of list.keys()) yield list.toSpliced(index, 1);
  for (const [index, entry] of list.entries()) {
    for (const other of simpler(entry)) yield list.with(index, other);
  }
}
