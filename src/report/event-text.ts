import type {
  BucketPolicyStatement,
  EncryptionHeaders,
  EncryptionRule,
  Event,
  KeyPolicyStatement,
} from '../../model/index.ts';
import { contentText, type Names, nameText, objectText } from './names.ts';

/** An event in one phrase. */
export function eventText(event: Event, names: Names): string {
  return `${event.op}${argumentsText(event, names)}`;
}

function argumentsText(event: Event, names: Names): string {
  switch (event.op) {
    case 'RestartHosts':
      return '';
    case 'ThrottleKms':
      return event.on ? ' on' : ' off';
    case 'CreateBucket':
    case 'DeleteBucket':
    case 'GetBucketEncryption':
    case 'DeleteBucketEncryption':
    case 'DeleteBucketReplication':
    case 'EvictBucketKeys':
      return ` ${nameText(event.bucket)}`;
    case 'PutBucketEncryption':
      return ` ${nameText(event.bucket)}: ${listText(event.rules.map((rule) => ruleText(rule, names)))}`;
    case 'PutBucketPolicy':
      return ` ${nameText(event.bucket)}: ${listText(event.statements.map(statementText))}`;
    case 'PutBucketReplication': {
      const key = event.replicaKmsKeyId === undefined ? '' : `, replica key ${names.key(event.replicaKmsKeyId)}`;
      return ` ${nameText(event.bucket)} -> ${nameText(event.destination)} as ${nameText(event.role)}${key}`;
    }
    case 'PutObject':
      return ` ${objectText(event)} ${contentText(event.body.text)}${headersText(event.headers, names)}`;
    case 'CopyObject':
      return ` ${objectText(event.source)} -> ${objectText(event)}${headersText(event.headers, names)}`;
    case 'GetObject':
    case 'HeadObject':
    case 'DeleteObject':
    case 'ReplicateObject':
      return ` ${objectText(event)}`;
    case 'DisableKey':
    case 'EnableKey':
    case 'CancelKeyDeletion':
    case 'RotateKeyOnDemand':
      return ` ${nameText(event.keyId)}`;
    case 'ScheduleKeyDeletion':
      return ` ${nameText(event.keyId)} in ${event.pendingWindowInDays} days`;
    case 'EnableKeyRotation':
      return ` ${nameText(event.keyId)} every ${event.rotationPeriodInDays} days`;
    case 'PutKeyPolicy':
      return ` ${nameText(event.keyId)}: ${listText(event.statements.map(statementText))}`;
    case 'UpdateAlias':
      return ` ${nameText(event.alias)} -> ${nameText(event.keyId)}`;
  }
}

/** An encryption rule: algorithm, key as it was given, bucket key where it is said. */
export function ruleText(rule: EncryptionRule, names: Names): string {
  const key = rule.KMSMasterKeyID === undefined ? '' : `, key ${names.key(rule.KMSMasterKeyID)}`;
  return `${rule.SSEAlgorithm}${key}${flagText(rule.BucketKeyEnabled)}`;
}

/** The pairs of an encryption context. */
export function contextText(context: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(context).map(([name, value]) => `${nameText(name)}=${nameText(value)}`);
  return pairs.length === 0 ? 'empty' : pairs.join(' ');
}

function headersText({ sse, kmsKeyId, bucketKeyEnabled, context }: EncryptionHeaders, names: Names): string {
  const algorithm = sse === undefined ? '' : `, ${sse}`;
  const key = kmsKeyId === undefined ? '' : `, key ${names.key(kmsKeyId)}`;
  const extra =
    context === undefined ? '' : `, context ${context === 'malformed' ? 'malformed' : contextText(context)}`;
  return `${algorithm}${key}${flagText(bucketKeyEnabled)}${extra}`;
}

function flagText(flag: boolean | undefined): string {
  if (flag === undefined) return '';
  return flag ? ', bucket key on' : ', bucket key off';
}

function statementText(statement: BucketPolicyStatement | KeyPolicyStatement): string {
  const condition =
    'contextArn' in statement && statement.contextArn !== undefined
      ? ` where aws:s3:arn is ${nameText(statement.contextArn)}`
      : '';
  return `${statement.effect} ${statement.actions.join(' ')} to ${nameText(statement.principal)}${condition}`;
}

function listText(entries: readonly string[]): string {
  return entries.length === 0 ? 'none' : entries.join('; ');
}
