import { describe, expect, test } from 'vitest';
import type { KmsResult, Observation, Profile } from '../../model/index.ts';
import { encrypt, get, put, replicate, replication } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { RULES } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, seenRefusal, TAG, unseenKms, wroteKms } from './testing/oracle-run.ts';

/** KMS may have trouble of its own at any time. */
const TROUBLED: Profile = { ...IDEAL, transientErrors: true };

/** `b/o` is under K1 without bucket key, and waits for its replication to c. */
function waiting(profile: Profile): OracleRun {
  return new OracleRun(profile)
    .given('ann', encrypt('b', RULES.B1), seen(200))
    .given('ann', replication('b', 'c', 'KR'), seen(200))
    .given('ann', put('b/o'), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')));
}

describe('KMS, which nobody saw fail, may not have been reached (U-32)', () => {
  const pending = seen(200, { replicationStatus: 'PENDING' });

  test('where a replication is put off, and for no other reason', () => {
    const asked = call('Decrypt', 'repl', 'b/o', { result: 'unreachable' });
    expect(waiting(TROUBLED).see('', replicate('b/o'), pending)).toBe('conforms');
    expect(waiting(TROUBLED).see('', replicate('b/o'), { ...pending, kmsCalls: [asked] })).toBe('conforms');
    expect(waiting(IDEAL).see('', replicate('b/o'), pending)).toBe('violates');
  });

  test.each([500, 503])('where S3 answers %i with a code that it has not by itself', (status) => {
    const refused = unseenKms(seenRefusal(status, 'KMS.Whatever'));
    expect(waiting(AWS).see('ann', get('b/o'), refused)).toBe('conforms');
    expect(waiting(AWS).see('ann', get('b/o'), unseenKms(seenRefusal(502, 'KMS.Whatever')))).toBe('violates');
  });

  test('but not where a replication has come to its end: no open point is asked there', () => {
    const trial = waiting(TROUBLED);
    trial.oracle.countPoints();
    const kmsCalls = [call('Decrypt', 'repl', 'b/o'), call('Encrypt', 'repl', 'c/o', { key: 'KR' })];
    expect(trial.see('', replicate('b/o'), seen(200, { replicationStatus: 'COMPLETED', kmsCalls }))).toBe('conforms');
    expect(trial.oracle.points).toEqual([]);
  });

  test('but not where an object is read that waits for its replication: no open point is asked there', () => {
    const trial = waiting(TROUBLED);
    trial.oracle.countPoints();
    const shown = {
      ...read(wroteKms('K1', TAG), call('Decrypt', 'ann', 'b/o')),
      replicationStatus: 'PENDING',
    } as const;
    expect(trial.see('ann', get('b/o'), shown)).toBe('conforms');
    expect(trial.oracle.points).toEqual([]);
  });
});

describe('a call of which it was not seen how KMS answered', () => {
  const refused = (result?: KmsResult): Observation => {
    const { result: _unseen, ...asked } = call('Decrypt', 'ann', 'b/o');
    return { ...seenRefusal(500, 'KMS.Whatever'), kmsCalls: [{ ...asked, ...(result && { result }) }] };
  };

  test('may have failed, and one that was seen to be allowed may not', () => {
    expect(waiting(AWS).see('ann', get('b/o'), refused())).toBe('conforms');
    expect(waiting(AWS).see('ann', get('b/o'), refused('KMSInternalException'))).toBe('conforms');
    expect(waiting(AWS).see('ann', get('b/o'), refused('ok'))).toBe('violates');
  });
});
