import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RACE_FAULTS } from '../check/overlap/testing/race-faults.ts';
import { exploreRaces } from '../races/explore-races.ts';
import { SOME_RACES } from '../races/testing/some-races.ts';
import { bucketkey, fakeCommands, ownFolder, usageErrorOf } from './testing/harness.ts';
import { wiredCommands } from './wiring.ts';

const ARGV = ['explore', '--scope', 'races'];
const some = fakeCommands({ exploreRaces: (_scope, options) => exploreRaces(SOME_RACES, options) });
/** The races of one request with itself. */
const few = fakeCommands({
  exploreRaces: (_scope, options) =>
    exploreRaces(
      { ...SOME_RACES, worlds: SOME_RACES.worlds.map((one) => ({ ...one, requests: one.requests.slice(0, 1) })) },
      options,
    ),
});
/** A write is acknowledged by a bucket that is deleted meanwhile. */
const parts = RACE_FAULTS[2]![1];
const faulty = fakeCommands({ exploreRaces: (_scope, options) => exploreRaces(SOME_RACES, { ...options, parts }) });

describe('explore --scope races', () => {
  test('is among the scopes', async () => {
    expect(await wiredCommands().scopeNames()).toContain('races');
  });

  test('races that have an order: exit code 0, and how many there were', async () => {
    const { code, out, err } = await bucketkey(ARGV, some);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatchInlineSnapshot(`
      "exploring the scope races: Two requests at a time in small worlds with bucket keys, an upload and
      replication: every pair, in every order of the points at which the two are authorised, ask KMS,
      store and are answered.

      57 races, 464 orders, of two requests in 2 worlds:
        nothing in the cache: 36 races, 214 orders
        a bucket key that is over: 21 races, 250 orders
      explained by an order of the two: 460
        not looking at the KMS calls of one that came to nothing (U-06, U-39): 2
      held to no order, since one that reads and writes was interrupted: 4

      verdict: conforms, every race was run in every order (embedded reference, two requests at a time,
      scope races, profile ideal)
      "
    `);
  });

  test('as JSON: one value on standard output and nothing else', async () => {
    const { code, out } = await bucketkey([...ARGV, '--output', 'json'], few);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'conforms',
      scope: 'races',
      unknownBecause: null,
      violation: null,
    });
  });

  test('a race without an order: exit code 1, the order of its points, and a trace that judge refuses', async () => {
    const { code, out } = await bucketkey([...ARGV, '--trace-out', 'race.ndjson'], faulty);
    expect(code).toBe(1);
    expect(out.slice(out.indexOf('verdict:'))).toMatchInlineSnapshot(`
      "verdict: violates (embedded reference, two requests at a time, scope races, profile ideal)

        trace  of "embedded reference, two requests at a time", seed 1, judged by the profile ideal
        setup  ann = role ann of 111111111111, session s1
               d = bucket of 111111111111

         1.      0 s  ann  PutObject d/k "x", aws:kms, bucket key on  200
                             aws:kms, …key/aws-s3-111111111111, bucket key, ETag 193a8469…
                             KMS GenerateDataKey …key/aws-s3-111111111111, context arn:aws:s3:::d  ok
         2.  0.001 s  ann  DeleteBucket d                             204  <-- here

      Violated: explained, at step 2
        Must hold:  Some admissible choices of the model explain each step.
        Found:      2 requests overlapped, and in no order does the model explain PutObject (step 1) and
                    DeleteBucket (step 2). Where the rest is explained: ann called DeleteBucket on d at
                    0.001 s, but 409 BucketNotEmpty is due, not 204

        Nearest admissible outcomes
          1. nothing left to choose
             - status: 409 expected, 204 observed
             - code: BucketNotEmpty expected, absent observed
             by E-43

        It breaks
          E-43    DeleteBucket of a bucket with objects, versions or delete markers: 409 BucketNotEmpty.
                  (measured)
                  https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/s3/test_s3.snapshot.json

      In the world "nothing in the cache" the two went on in this order:
            0 s  step 1  ann PutObject: begins: it is authorised, and looks up settings
        0.001 s  step 2  ann DeleteBucket: begins: it is authorised, and looks up settings
        0.001 s  step 2  ann DeleteBucket: is answered
        0.002 s  step 1  ann PutObject: KMS carries out its call
        0.003 s  step 1  ann PutObject: has the answer of KMS, and goes on
        0.003 s  step 1  ann PutObject: is answered

      With fewer steps before and after them these two always have an order. --trace-out FILE writes it as
      a trace, and \`bucketkey judge FILE\` says the same of it. What goes wrong is in the reference,
      between two of these points; or the model is wrong.
      "
    `);
    const judged = await bucketkey(['judge', 'race.ndjson', '--output', 'json'], faulty);
    expect(judged.code).toBe(1);
    const { violation } = JSON.parse((await bucketkey([...ARGV, '--output', 'json'], faulty)).out);
    const { world: _world, isShortest: _is, points: _points, trace: _trace, ...told } = violation;
    expect(JSON.parse(judged.out)).toMatchObject({ verdict: 'violates', violation: told });
    const again = await bucketkey([...ARGV, '--trace-out', 'race.ndjson'], faulty);
    expect([again.code, again.err]).toEqual([2, expect.stringMatching(/^bucketkey: --trace-out: race.ndjson: /)]);
    expect(await readFile(join(ownFolder(), 'race.ndjson'), 'utf8')).toContain('"endMs"');
  });

  test('the bound on orders: exit code 3, and the bound has a name', async () => {
    const { code, out } = await bucketkey([...ARGV, '--max-orders', '5'], some);
    expect(code).toBe(3);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('verdict: unknown, the bound of 5 orders (--max-orders) was reached');
  });

  test('Ctrl-C: exit code 130, and how far it got', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const { code, out, err } = await bucketkey(ARGV, some, interruption);
    expect([code, err]).toEqual([130, 'bucketkey: interrupted; this is how far it got\n']);
    expect(out).toContain('0 races, 0 orders, of two requests in 0 worlds');
  });

  test('no violation: there is no trace to write', async () => {
    const { code, err } = await bucketkey([...ARGV, '--trace-out', 'race.ndjson'], few);
    expect([code, err]).toEqual([0, 'bucketkey: --trace-out: there is no trace to write to race.ndjson\n']);
  });

  test.each([
    ['--max-states', '5'],
    ['--max-memory', '5MB'],
    ['--workers', '2'],
    ['--exact'],
    ['--symmetry'],
    ['--checkpoint', 'c'],
    ['--resume', 'c'],
    ['--invariant', 'i.js'],
    ['--reach', 'r.js'],
    ['--graph', 'g.dot'],
    ['--simulate'],
    ['--seed', '1'],
    ['--runs', '1'],
    ['--depth', '1'],
  ])('%s does not go with it', async (...option) => {
    expect(await usageErrorOf(...ARGV, ...option)).toBe(
      `bucketkey: ${option[0]} does not go with --scope races: it runs requests, and keeps no states\n`,
    );
  });

  test('a format that knows no overlap, and a bound that is of races alone, are refused', async () => {
    expect(await usageErrorOf(...ARGV, '--trace-out', 'race.itf.json')).toContain('cannot be written in this format');
    expect(await usageErrorOf('explore', '--max-orders', '5')).toBe('bucketkey: --max-orders is for --scope races\n');
    expect(await usageErrorOf(...ARGV, '--max-orders', '0')).toContain('--max-orders');
  });
});
