import { describe, expect, test } from 'vitest';
import { checkLiveness } from '../explore/liveness/check-liveness.ts';
import type { Liveness } from '../explore/liveness/liveness.ts';
import { pendingIntoSseS3, useRestartsWaitingPeriod } from '../explore/liveness/testing/faults.ts';
import { deletion, replicas } from '../explore/liveness/testing/scopes.ts';
import { tiny } from '../explore/scopes/tiny.ts';
import { WIDTH } from './columns.ts';
import { livenessJson, livenessLines } from './liveness-report.ts';

function known(report: Liveness | undefined): Liveness {
  if (report === undefined) throw new Error('nothing can be pending');
  return report;
}

const UNBOUNDED = { maxStates: 100_000 };

describe('livenessLines', () => {
  test('says what is taken for granted, and what for', async () => {
    expect(livenessLines(known(await checkLiveness(tiny, UNBOUNDED)))).toMatchInlineSnapshot(`
      [
        "what is pending ends:",
        "  pending-deletion-ends (k1): holds; in 84 states the deletion of k1 is pending",
        "    assumed: Time passes: there is always another tick.",
        "      without it: after 1 step nothing happens any more, and it is pending for ever",
      ]
    `);
    expect(livenessLines(known(await checkLiveness(replicas, UNBOUNDED))).join('\n')).toMatchInlineSnapshot(`
      "what is pending ends:
        replication-settles (b/x): holds; in 136 states the replication of b/x is pending
          assumed: S3 attempts to replicate b/x again and again. (F-76)
            without it: after 2 steps nothing happens any more, and it is pending for ever
          assumed: Faults heal: where b/x is attempted again and again, KMS does not throttle every time.
                   (F-74, F-131)
            without it: after 4 steps step 5 (ReplicateObject) is repeated again and again, and it is
                        pending for ever"
    `);
  });

  test('tells a run that never ends as a story', async () => {
    const lines = livenessLines(known(await checkLiveness(replicas, { ...UNBOUNDED, act: pendingIntoSseS3 })));
    const [story, requirements] = lines.join('\n').split('\n\n  It rests on\n');
    expect(requirements).toContain('F-76');
    expect(story).toMatchInlineSnapshot(`
      "what is pending ends:
        replication-settles (b/x): violated; in 160 states the replication of b/x is pending
          assumed: S3 attempts to replicate b/x again and again. (F-76)
          assumed: Faults heal: where b/x is attempted again and again, KMS does not throttle every time.
                   (F-74, F-131)

        trace  of "model (scope replicas)", seed 0, judged by the profile replicas
        setup  ann = role ann of 111111111111, session s1
               repl = role repl of 111111111111, session s1
               k1 = KMS key of 111111111111
               b = bucket of 111111111111
               d = bucket of 111111111111

         1.  0 s  ann  PutBucketReplication b -> d as repl, replica key k1  200
         2.  0 s  ann  PutObject b/x "x"                                    200
                         AES256, ETag MD5 of "x"
         3.  0 s       ReplicateObject b/x                                  200
                         replication PENDING
         4.  0 s       ReplicateObject b/x                                  200
                         replication PENDING

      Violated: replication-settles, by a run that never ends
        Must hold:  Every eligible version leaves PENDING with the first attempt once faults heal.
        Found:      after 3 steps step 4 (ReplicateObject) is repeated again and again; the replication of
                    b/x is pending all the while
        Although:   S3 attempts to replicate b/x again and again.
                    Faults heal: where b/x is attempted again and again, KMS does not throttle every time."
    `);
  });

  test('says how long a round takes, and keeps to the width', async () => {
    const lines = livenessLines(known(await checkLiveness(deletion, { ...UNBOUNDED, act: useRestartsWaitingPeriod })));
    expect(lines.join('\n')).toContain('after 3 steps step 4 (GetObject) is repeated again and again, 7 d each time;');
    expect(lines.flatMap((line) => line.split('\n')).filter((line) => line.length > WIDTH)).toEqual([]);
  });

  test('claims nothing where it was cut short', async () => {
    expect(livenessLines(known(await checkLiveness(tiny, { maxStates: 9 })))).toMatchInlineSnapshot(`
      [
        "what is pending ends:",
        "  unknown of all: the bound of 9 states for liveness came first",
      ]
    `);
  });
});

test('livenessJson has a place for everything, found or not', async () => {
  const report = known(await checkLiveness(replicas, { ...UNBOUNDED, act: pendingIntoSseS3 }));
  const json = JSON.parse(JSON.stringify(livenessJson(report)));
  expect([json.verdict, json.unknownBecause, json.states]).toEqual(['violates', null, report.states]);
  expect(Object.keys(json.goals[0])).toEqual([
    'id',
    'title',
    'requirements',
    'subject',
    'pendingStates',
    'assumptions',
    'lasso',
  ]);
  expect(json.goals[0].lasso).toEqual({
    cycleFrom: 3,
    roundMs: 0,
    trace: JSON.parse(JSON.stringify(report.goals[0]?.lasso?.trace)),
  });
  const unknown = known(await checkLiveness(tiny, { maxStates: 9 }));
  expect(livenessJson(unknown)).toEqual({
    verdict: 'unknown',
    unknownBecause: 'the bound of 9 states for liveness',
    states: 9,
    goals: [],
  });
});
