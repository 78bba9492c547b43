import { MAX_CONTEXT_CHARACTERS } from '../limits.ts';
import type { RawRecord } from '../reading/read-records.ts';
import { resourceOf, targetOf } from './arns.ts';
import { objectAt, textAt } from './fields.ts';
import type { EventFrame, KmsEvent } from './trail-event.ts';

/** The pair of an encryption context that S3 adds. */
export const S3_CONTEXT = 'aws:s3:arn';

/** A call of KMS. Decrypt has its key among the resources only. */
export function kmsEventOf(frame: EventFrame, record: RawRecord): KmsEvent {
  const asked = objectAt(record, 'requestParameters');
  const context = contextOf(objectAt(asked, 'encryptionContext'));
  const named = textAt(asked, 'keyId');
  return {
    atMs: frame.atMs,
    name: frame.name,
    region: frame.region,
    id: frame.id,
    error: frame.error,
    caller: frame.caller,
    source: 'kms',
    keyArn:
      resourceOf(record, 'AWS::KMS::Key', ':key/')?.arn ?? (named?.startsWith('arn:') === true ? named : undefined),
    context,
    target: context !== undefined && Object.hasOwn(context, S3_CONTEXT) ? targetOf(context[S3_CONTEXT]) : undefined,
  };
}

/** The pairs of a context, which may have any names; undefined where it is larger than KMS takes. */
function contextOf(pairs: RawRecord | undefined): Readonly<Record<string, string>> | undefined {
  if (pairs === undefined) return undefined;
  const arn = textAt(pairs, S3_CONTEXT);
  // Nearly every context of S3 is its ARN and nothing else.
  if (arn !== undefined && Object.keys(pairs).length === 1) return { [S3_CONTEXT]: arn };
  const texts = Object.entries(pairs).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const characters = texts.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return characters > MAX_CONTEXT_CHARACTERS ? undefined : Object.fromEntries(texts);
}
