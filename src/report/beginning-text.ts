import type { Beginning, InferredEncryption } from '../../model/index.ts';
import type { InferredBeginning } from '../oracle/beginnings.ts';
import { nameText, objectText } from './names.ts';

/** What was inferred of the time before a trace, in a sentence without its end. */
export function beginningText({ ways }: InferredBeginning): string {
  const texts = [...new Set(ways.map(waysText))];
  const [first] = ways;
  return first === undefined ? '' : `${subjectText(first)} ${texts.join(', or ')}`;
}

function subjectText(beginning: Beginning): string {
  switch (beginning.about) {
    case 'object':
      return objectText(beginning);
    case 'rule':
      return `the default encryption of ${nameText(beginning.bucket)}`;
    case 'bucket':
      return `bucket ${nameText(beginning.bucket)}`;
    case 'policy':
      return `the policy of ${nameText(beginning.bucket)}`;
    case 'cache':
      return `a bucket key of ${nameText(beginning.bucket)}${keyText(beginning.kmsKeyArn, ' under ')}`;
    case 'kmsKey':
      return `KMS key ${shortKey(beginning.arn)}`;
  }
}

function waysText(beginning: Beginning): string {
  switch (beginning.about) {
    case 'object':
      return beginning.was === null ? 'was not there' : `was ${encryptionText(beginning.was)}`;
    case 'rule':
      return `was ${encryptionText(beginning.was)}`;
    case 'bucket':
      return `was ${beginning.was}`;
    case 'policy':
      return `refused ${nameText(beginning.by)}`;
    case 'cache':
      return `was cached for ${nameText(beginning.by)}`;
    case 'kmsKey':
      return `answered ${nameText(beginning.refused)}`;
  }
}

function encryptionText({ sse, kmsKeyArn, bucketKey, isUnderCustomerKey }: InferredEncryption): string {
  if (isUnderCustomerKey === true) return 'under a customer key';
  if (sse === null) return 'stored without encryption';
  if (sse === 'AES256') return 'under AES256';
  return `under ${sse}${keyText(kmsKeyArn, ' with ')}, ${bucketKey ? 'with' : 'without'} a bucket key`;
}

function keyText(kmsKeyArn: string | undefined, link: string): string {
  return kmsKeyArn === undefined ? '' : `${link}${shortKey(kmsKeyArn)}`;
}

/** The end of a key ARN: `key/k1`. */
function shortKey(arn: string): string {
  return nameText(arn.replace(/^arn:[^:]*:kms:[^:]*:[^:]*:/, ''));
}
