import { describe, expect, test } from 'vitest';
import { createKey, get, put } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { homeKey, SCENE } from '../../model/testing/scene.ts';
import { DEFAULT_BOUNDS } from './bounds.ts';
import { call, OracleRun, read, seen, seenRefusal, TAG, wroteKms } from './testing/oracle-run.ts';

const CODE = 'KMS.NotFoundException';
const PUT = put('b/o', { sse: 'aws:kms', kmsKeyId: homeKey('N') });
const unfound = (operation: 'GenerateDataKey' | 'Decrypt') =>
  seenRefusal(400, CODE, call(operation, 'ann', 'b/o', { key: 'N', result: 'NotFoundException' }));
const WROTE = wroteKms('N', TAG, call('GenerateDataKey', 'ann', 'b/o', { key: 'N' }));
const READ = read(WROTE, call('Decrypt', 'ann', 'b/o', { key: 'N' }));

describe('a key that is made in a recorded trace', () => {
  const made = () =>
    new OracleRun().given('ann', PUT, unfound('GenerateDataKey')).given('ann', createKey('N'), seen(200));

  test('is not there before (F-213)', () => {
    expect(new OracleRun().see('ann', PUT, WROTE)).toBe('violates');
  });

  test('may or may not be found for a while, and is then (F-215)', () => {
    const run = made().given('ann', PUT, unfound('GenerateDataKey')).given('ann', PUT, WROTE);
    run.given('ann', get('b/o'), unfound('Decrypt')).given('ann', get('b/o'), READ);
    run.wait(AWS.kmsDelayMs).given('ann', get('b/o'), READ);
    expect(run.see('ann', get('b/o'), unfound('Decrypt'))).toBe('violates');
  });

  test('has an id that no other has', () => {
    expect(made().see('eve', createKey('N'), seen(200))).toBe('violates');
  });
});

test('where a trace begins in the middle, a key that nobody found may be made after that, unrecorded', () => {
  const run = new OracleRun(IDEAL, DEFAULT_BOUNDS, { ...SCENE, unknown: 'everything' });
  expect(run.given('ann', PUT, unfound('GenerateDataKey')).see('ann', PUT, WROTE)).toBe('conforms');
});
