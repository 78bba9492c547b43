import { describe, expect, test } from 'vitest';
import type { Event } from '../../../model/index.ts';
import { NoAnswerError } from '../http/exchange.ts';
import { observationOf } from './observation-of.ts';

const rule: Event = { op: 'GetBucketEncryption', bucket: 'b' };
const answered = (event: Event, text: string, headers: Readonly<Record<string, string>> = {}, status = 200) =>
  observationOf(event, { status, headers, bytes: Buffer.from(text) });

describe('what an answer shows', () => {
  test.each([
    ['a listing in place of a rule', '<?xml version="1.0"?><ListBucketResult><Name>b</Name></ListBucketResult>'],
    ['nothing at all', ''],
  ])('%s is no rule', (_what, text) => expect(answered(rule, text)).toMatchObject({ status: 200, rule: null }));

  test.each([
    ['no XML', 'oops'],
    ['broken XML', '<ServerSideEncryptionConfiguration><Rule>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "aaaa">]><ServerSideEncryptionConfiguration/>'],
    ['elements without end', '<a>'.repeat(50_000)],
    ['elements very deep', `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`],
  ])('%s is a failure of that request', (_what, text) => {
    expect(() => answered(rule, text)).toThrow(NoAnswerError);
  });

  test.each([
    ['{"KeyId":"k","KeyRotationEnabled": true,"RotationPeriodInDays":90}', true],
    ['{"KeyRotationEnabled":false}', false],
    ['{}', null],
  ])('whether a key rotates is read in %s (F-207)', (text, keyRotationEnabled) => {
    expect(answered({ op: 'GetKeyRotationStatus', keyId: 'k' }, text)).toMatchObject({ keyRotationEnabled });
    expect(answered({ op: 'EnableKey', keyId: 'k' }, text)).toMatchObject({ keyRotationEnabled: null });
  });

  test('a flag that S3 would leave out, a code of KMS, and an error that is none', () => {
    const flag = { 'x-amz-server-side-encryption-bucket-key-enabled': 'false' };
    expect(answered({ op: 'HeadObject', bucket: 'b', key: 'k' }, '', flag)).toMatchObject({ bucketKeyEnabled: false });
    const kms = '{"__type":"com.amazonaws.kms#NotFoundException","message":"?"}';
    expect(answered({ op: 'DisableKey', keyId: 'k' }, kms, {}, 400)).toMatchObject({ code: 'NotFoundException' });
    expect(answered(rule, '<html>', {}, 502)).toMatchObject({ status: 502, code: '' });
  });
});
