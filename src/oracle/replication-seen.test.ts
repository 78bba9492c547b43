import { describe, expect, test } from 'vitest';
import type { ReplicationStatus } from '../../model/index.ts';
import { expire, get, head, put, replicate, replication } from '../../model/testing/events.ts';
import { AWS } from '../../model/testing/model-run.ts';
import { OracleRun, read, seen, seenRefusal, wroteS3 } from './testing/oracle-run.ts';

const ok = seen(200);
const OBJECTS = Array.from({ length: 40 }, (_, i) => `b/o${i}` as const);

/** A rule was put just now, and who writes may see it or none (F-14, U-27). */
function whileEither(): OracleRun {
  return new OracleRun({ ...AWS, transientErrors: false }).given('ann', replication('b', 'c', 'KR'), ok);
}

/** An object was written then, and a read of it showed a status. */
function shown(replicationStatus: ReplicationStatus | null): OracleRun {
  return whileEither()
    .given('ann', put('b/o'), wroteS3())
    .given('ann', get('b/o'), read({ ...wroteS3(), replicationStatus }));
}

describe('whether a rule that has just been put covered what was written (U-27)', () => {
  test('is not asked before somebody looks: many objects make no worlds', () => {
    const run = whileEither();
    for (const name of OBJECTS) run.given('ann', put(name), wroteS3());
    expect(run.oracle.frontier).toHaveLength(1);
    for (const [i, name] of OBJECTS.entries())
      run.given('ann', get(name), read({ ...wroteS3(), replicationStatus: i % 3 === 0 ? 'PENDING' : null }));
    expect(run.oracle.verdict).toBe('conforms');
    expect(run.oracle.frontier).toHaveLength(1);
  });

  test('is so for good once a status was shown', () => {
    const pending = read({ ...wroteS3(), replicationStatus: 'PENDING' });
    expect(shown('PENDING').see('bob', head('b/o'), { ...pending, contentMd5: null })).toBe('conforms');
    expect(shown('PENDING').see('bob', get('b/o'), read(wroteS3()))).toBe('violates');
    expect(shown(null).see('bob', get('b/o'), pending)).toBe('violates');
    expect(shown(null).see('bob', get('b/o'), read(wroteS3()))).toBe('conforms');
  });

  test('an object that it covers waits for its replication, and does not expire (F-197)', () => {
    const expired = () =>
      whileEither().given('ann', put('b/o'), wroteS3()).given('ann', expire('b/o'), { status: 200 });
    expect(expired().see('ann', get('b/o'), seenRefusal(404, 'NoSuchKey'))).toBe('conforms');
    expect(expired().see('ann', get('b/o'), read({ ...wroteS3(), replicationStatus: 'PENDING' }))).toBe('conforms');
    expect(expired().see('ann', get('b/o'), read(wroteS3()))).toBe('violates');
  });

  test('replication takes it up in either case, under the rule that there is (F-76)', () => {
    const replica = { replicationStatus: 'COMPLETED' } as const;
    const run = whileEither().given('ann', put('b/o'), wroteS3());
    expect(run.see('repl', replicate('b/o'), seen(200, replica))).toBe('conforms');
    expect(run.see('ann', get('b/o'), read({ ...wroteS3(), ...replica }))).toBe('conforms');
  });

  test('one that is written over is forgotten', () => {
    const run = shown('PENDING').given('ann', put('b/o'), wroteS3());
    expect(run.see('ann', get('b/o'), read(wroteS3()))).toBe('conforms');
  });
});
