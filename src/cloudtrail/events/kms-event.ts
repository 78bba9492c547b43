import type { RawRecord } from '../reading/read-records.ts';
import { resourcesOf, targetOf } from './arns.ts';
import { objectAt, textAt } from './fields.ts';
import type { EventFrame, KmsEvent } from './trail-event.ts';

const S3_CONTEXT = 'aws:s3:arn';
/** Most pairs of a context that are kept: KMS takes 8 KiB of them. */
const MAX_PAIRS = 256;

/** A call of KMS. Decrypt has its key among the resources only. */
export function kmsEventOf(frame: EventFrame, record: RawRecord): KmsEvent {
  const asked = objectAt(record, 'requestParameters');
  const context = contextOf(objectAt(asked, 'encryptionContext'));
  const keys = resourcesOf(record).filter(({ arn, type }) => type === 'AWS::KMS::Key' || arn.includes(':key/'));
  const named = textAt(asked, 'keyId');
  return {
    ...frame,
    source: 'kms',
    keyArn: keys[0]?.arn ?? (named?.startsWith('arn:') === true ? named : undefined),
    context,
    target: context !== undefined && Object.hasOwn(context, S3_CONTEXT) ? targetOf(context[S3_CONTEXT]) : undefined,
  };
}

/** The pairs of a context, which may have any names. */
function contextOf(pairs: RawRecord | undefined): Readonly<Record<string, string>> | undefined {
  if (pairs === undefined) return undefined;
  const names = Object.keys(pairs).slice(0, MAX_PAIRS);
  return Object.fromEntries(names.flatMap((name) => (typeof pairs[name] === 'string' ? [[name, pairs[name]]] : [])));
}
