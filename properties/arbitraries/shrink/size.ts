import {
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
  type Setup,
} from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import { rankOfNames } from './simpler-names.ts';

/**
 * How large a trace is, as numbers to be compared in turn: steps, details of the events, names, time in milliseconds,
 * setup.
 */
export type TraceSize = readonly [steps: number, detail: number, names: number, durationMs: number, setup: number];

/** Size of a trace; shrinking only ever makes it smaller. */
export function sizeOf({ setup, steps }: GeneratedTrace): TraceSize {
  let detail = 0;
  let names = 0;
  for (const step of steps) {
    detail += detailOf(step.event);
    names += rankOfNames(setup, step);
  }
  return [steps.length, detail, names, steps[steps.length - 1]?.atMs ?? 0, sizeOfSetup(setup)];
}

/** Whether one size is smaller than another. */
export function isSmaller(one: TraceSize, other: TraceSize): boolean {
  const place = one.findIndex((part, index) => part !== other[index]);
  return place >= 0 && (one[place] ?? 0) < (other[place] ?? 0);
}

function sizeOfSetup({ requesters, kmsKeys, aliases, buckets }: Setup): number {
  const plainObjects = buckets.reduce((sum, bucket) => sum + bucket.plainObjects.length, 0);
  const kinds = buckets.filter(({ kind }) => kind !== undefined).length;
  return requesters.length + kmsKeys.length + aliases.length + buckets.length + plainObjects + kinds;
}

function detailOf(event: Event): number {
  let detail = 0;
  for (const field of fieldsOf(event)) detail += detailOfField(event, field);
  return detail;
}

function detailOfField<Kind extends FieldKind>(event: Event, field: FieldOf<Kind>): number {
  const value = fieldValue(event, field);
  if (value === undefined) return 0;
  return (field.isOptional ? 1 : 0) + (DETAILS[field.kind]?.(value) ?? 0);
}

/** How much there is to a field that has to be there, by its kind; names have a size of their own. */
const DETAILS: { readonly [Kind in FieldKind]?: (value: FieldTypes[Kind]) => number } = {
  encryptionHeaders: detailOfHeaders,
  encryptionRules: (rules) => 10 * Math.abs(rules.length - 1) + sum(rules.map(detailOfRule)),
  bucketPolicy: (statements) => sum(statements.map(detailOfStatement)),
  keyPolicy: (statements) => sum(statements.map(detailOfStatement)),
  keyReference: detailOfReference,
  grantOperations: (operations) => operations.length,
  grantConstraints: (constraints) => sum(Object.values(constraints).map((pairs) => 1 + Object.keys(pairs).length)),
  waitingPeriod: (days) => (days === PERIODS_IN_DAYS.waitingPeriod.least ? 0 : 1),
  rotationPeriod: (days) => (days === PERIODS_IN_DAYS.rotationPeriod.least ? 0 : 1),
};

function detailOfHeaders(headers: EncryptionHeaders): number {
  const { sse, kmsKeyId, bucketKeyEnabled, context } = headers;
  const algorithm = sse === '' || sse === 'malformed' ? 1 : detailOfAlgorithm(sse);
  const pairs = context === undefined ? 0 : context === 'malformed' ? 1 : 1 + Object.keys(context).length;
  return algorithm + detailOfReference(kmsKeyId) + (bucketKeyEnabled === undefined ? 0 : 1) + pairs;
}

function detailOfRule(rule: EncryptionRule): number {
  const { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled, BlockedEncryptionTypes } = rule;
  const said = [BucketKeyEnabled, BlockedEncryptionTypes].filter((part) => part !== undefined).length;
  return detailOfAlgorithm(SSEAlgorithm) + detailOfReference(KMSMasterKeyID) + said;
}

function detailOfAlgorithm(algorithm: EncryptionRule['SSEAlgorithm'] | undefined): number {
  return algorithm === undefined ? 0 : ['AES256', 'aws:kms', 'aws:kms:dsse'].indexOf(algorithm) + 1;
}

/** The ARN of a key is the simplest reference: it means the same to everybody (F-10). */
function detailOfReference(reference: string | undefined): number {
  if (reference === undefined) return 0;
  return reference.includes(':key/') ? 1 : 2;
}

function detailOfStatement(statement: BucketPolicyStatement | KeyPolicyStatement): number {
  const pin = 'contextArn' in statement && statement.contextArn !== undefined ? 1 : 0;
  const condition = Object.keys(statement.condition ?? {}).length;
  return 1 + statement.actions.length + pin + condition + (statement.principal === '*' ? 0 : 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
