import {
  type BucketPolicyStatement,
  type Conditions,
  type CopyChange,
  type EncryptionHeaders,
  type Event,
  type FieldKind,
  type FieldOf,
  type FieldTypes,
  fieldsOf,
  fieldValue,
  filled,
  type GrantConstraints,
  type KeyPolicyStatement,
  operationOf,
  type PolicyCondition,
  type ShownRule,
} from '../../model/index.ts';
import { contentText, type Names, nameText, objectText } from './names.ts';
import { durationText } from './quantity-text.ts';

/** An event in one phrase. */
export function eventText(event: Event, names: Names): string {
  const call = filled(operationOf(event).wording.call, (name) => fieldText(event, name, names));
  return call === '' ? event.op : `${event.op} ${call}`;
}

/** A field by its name, empty where it is left out. */
function fieldText(event: Event, name: string, names: Names): string {
  const field = fieldsOf(event).find((one) => one.name === name);
  return field === undefined ? '' : valueText(event, field, names);
}

function valueText<Kind extends FieldKind>(event: Event, field: FieldOf<Kind>, names: Names): string {
  const value = fieldValue(event, field);
  return value === undefined ? '' : TEXTS[field.kind](value, names);
}

/** How fields are told, by their kind. */
const TEXTS: { readonly [Kind in FieldKind]: (value: FieldTypes[Kind], names: Names) => string } = {
  bucket: nameText,
  objectKey: nameText,
  object: objectText,
  body: contentText,
  encryptionHeaders: headersText,
  encryptionRules: (rules, names) => listText(rules.map((rule) => ruleText(rule, names))),
  bucketPolicy: (statements) => listText(statements.map(statementText)),
  keyPolicy: (statements) => listText(statements.map(statementText)),
  keyId: nameText,
  keySpec: (spec) => spec,
  keyOrigin: (origin) => origin,
  keyReference: (reference, names) => names.key(reference),
  alias: nameText,
  grantId: nameText,
  roleArn: nameText,
  grantOperations: (operations) => (operations.length === 0 ? 'nothing' : operations.join(' ')),
  grantConstraints: constraintsText,
  requester: nameText,
  waitingPeriod: String,
  rotationPeriod: String,
  validity: durationText,
  uploadId: nameText,
  partNumber: String,
  partNumbers: (numbers) => listText(numbers.map(String)),
  flag: (on) => (on ? 'on' : 'off'),
  versioningStatus: (status) => status,
  versionId: nameText,
  conditions: conditionsText,
  customerKey: nameText,
  copyChanges: (changes) => listText(changes.map((change) => CHANGE_TEXTS[change])),
  byteRange: nameText,
};

const CHANGE_TEXTS: Readonly<Record<CopyChange, string>> = {
  metadata: 'metadata',
  storageClass: 'storage class',
  websiteRedirect: 'redirect',
};

/** An encryption rule: algorithm, key as it was given, bucket key and what it blocks where they are said. */
export function ruleText(rule: ShownRule, names: Names): string {
  const key = rule.KMSMasterKeyID === undefined ? '' : `, key ${names.key(rule.KMSMasterKeyID)}`;
  const flag = rule.BucketKeyEnabled === undefined ? '' : `, ${flagText(rule.BucketKeyEnabled)}`;
  const blocked = rule.BlockedEncryptionTypes ?? [];
  return `${rule.SSEAlgorithm}${key}${flag}${blocked.length === 0 ? '' : `, blocks ${blocked.join(' ')}`}`;
}

/** The pairs of an encryption context. */
export function contextText(context: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(context).map(([name, value]) => `${nameText(name)}=${nameText(value)}`);
  return pairs.length === 0 ? 'empty' : pairs.join(' ');
}

function headersText(headers: EncryptionHeaders, names: Names): string {
  const { sse, kmsKeyId, bucketKeyEnabled, context, customerKey, customerAlgorithm } = headers;
  const parts: string[] = [];
  if (sse !== undefined) parts.push(sse === '' ? 'empty algorithm' : sse === 'malformed' ? 'malformed algorithm' : sse);
  if (kmsKeyId !== undefined) parts.push(`key ${names.key(kmsKeyId)}`);
  if (bucketKeyEnabled !== undefined) parts.push(flagText(bucketKeyEnabled));
  if (context !== undefined) parts.push(`context ${context === 'malformed' ? 'malformed' : contextText(context)}`);
  if (customerKey !== undefined) parts.push(`customer key ${nameText(customerKey)}`);
  if (customerAlgorithm !== undefined) parts.push('malformed customer algorithm');
  return parts.join(', ');
}

function constraintsText(constraints: GrantConstraints): string {
  const { EncryptionContextEquals: equal, EncryptionContextSubset: subset } = constraints;
  const parts: string[] = [];
  if (equal !== undefined) parts.push(`EncryptionContextEquals ${contextText(equal)}`);
  if (subset !== undefined) parts.push(`EncryptionContextSubset ${contextText(subset)}`);
  return parts.join(' and ');
}

function conditionsText({ ifMatch, ifNoneMatch }: Conditions): string {
  const parts: string[] = [];
  if (ifMatch !== undefined) parts.push(`If-Match ${nameText(ifMatch)}`);
  if (ifNoneMatch !== undefined) parts.push(`If-None-Match ${nameText(ifNoneMatch)}`);
  return parts.join(', ');
}

function flagText(flag: boolean): string {
  return flag ? 'bucket key on' : 'bucket key off';
}

function statementText(statement: BucketPolicyStatement | KeyPolicyStatement): string {
  const isPinned = 'contextArn' in statement && statement.contextArn !== undefined;
  const tests = [
    ...(isPinned ? [`aws:s3:arn is ${nameText(statement.contextArn)}`] : []),
    ...conditionText(statement.condition),
  ];
  const condition = tests.length === 0 ? '' : ` where ${tests.join(' and ')}`;
  return `${statement.effect} ${statement.actions.join(' ')} to ${nameText(statement.principal)}${condition}`;
}

/** Each test of a condition: the condition key, the operator and its values. */
export function conditionText(condition: PolicyCondition = {}): readonly string[] {
  return Object.entries(condition).flatMap(([operator, tests]) =>
    Object.entries(tests).map(
      ([key, values]) => `${nameText(key)} ${operator} ${[values].flat().map(nameText).join(' ')}`,
    ),
  );
}

function listText(entries: readonly string[]): string {
  return entries.length === 0 ? 'none' : entries.join('; ');
}
