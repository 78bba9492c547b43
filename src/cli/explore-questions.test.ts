import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTraceFile } from '../trace/read-trace-file.ts';
import { bucketkey, fakeCommands, ownFolder, usageErrorOf } from './testing/harness.ts';
import { wiredCommands } from './wiring.ts';

/** Writes a module into the working folder. */
async function module(name: string, text: string): Promise<string> {
  await writeFile(join(ownFolder(), name), text);
  return name;
}

const SERVED_WHILE_DISABLED = `
  export const servedWhileDisabled = ({ before, step, outcome }) =>
    step.by === 'ann' && step.event.op === 'GetObject' && outcome.status === 200 &&
    before.kmsKey('k1').state === 'disabled' && before.object('b', 'x').kmsKeyId === 'k1';
  export const afterDeletion = ({ before, outcome, step }) =>
    step.event.op === 'PutObject' && outcome.status === 200 && outcome.kmsCalls.length > 0 &&
    before.kmsKey('k1').state === 'deleted';
`;

describe('questions of reachability', () => {
  test('a shortest way to what a function asks for, and that there is none', async () => {
    const file = await module('reach.mjs', SERVED_WHILE_DISABLED);
    const { code, out, err } = await bucketkey(['explore', '--reach', file, '--trace-out', 'way.ndjson']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/\nservedWhileDisabled: reached after 4 steps\n[\s\S]*DisableKey k1[\s\S]*GetObject b\/x/);
    expect(out).toMatch(/\nafterDeletion: not reachable in this scope\n/);
    // The trace is one that judge takes.
    const judged = await bucketkey(['judge', 'way.ndjson'], wiredCommands());
    expect([judged.code, judged.err]).toEqual([0, '']);
  });

  test('the way there as a trace in the Informal Trace Format, which judge and replay take as the other', async () => {
    const file = await module('reach.mjs', SERVED_WHILE_DISABLED);
    for (const name of ['way.ndjson', 'way.itf.json', 'way.itf.json.gz'])
      expect((await bucketkey(['explore', '--reach', file, '--trace-out', name])).code).toBe(0);
    expect(await readTraceFile(join(ownFolder(), 'way.itf.json.gz'))).toEqual(
      await readTraceFile(join(ownFolder(), 'way.ndjson')),
    );
    for (const command of ['judge', 'replay']) {
      const [itf, own] = [
        await bucketkey([command, 'way.itf.json'], wiredCommands()),
        await bucketkey([command, 'way.ndjson'], wiredCommands()),
      ];
      expect(itf).toEqual(own);
      expect(own.out).toMatch(/\nverdict: /);
    }
    const { vars, states } = JSON.parse(await readFile(join(ownFolder(), 'way.itf.json'), 'utf8'));
    expect(vars).toEqual(['step', 'observation', 'kmsThrottled', 'buckets', 'objects', 'kmsKeys', 'mayHold']);
    expect(states).toHaveLength(5);
    for (const state of states) expect(Object.keys(state)).toEqual(['#meta', ...vars]);
    expect([states[0].objects, states[0].kmsKeys[0].state, states[0].mayHold]).toEqual([[], 'enabled', []]);
    expect(states.at(-1)).toMatchObject({
      objects: [{ bucket: 'b', key: 'x', state: 'sseKmsBucketKey', kmsKeyId: 'k1' }],
      kmsKeys: [{ id: 'k1', state: 'disabled', deletedInMs: { tag: 'None' } }],
      mayHold: [{ requester: 'ann', bucket: 'b', key: 'x' }],
    });
    expect((await bucketkey(['explore', '--reach', file, '--trace-out', 'way.itf.json'])).err).toMatch(
      /^bucketkey: --trace-out: way\.itf\.json: .*way\.itf\.json: exists already, and is never overwritten\n$/,
    );
  });

  test('nothing is said to be unreachable of a scope that was not seen whole', async () => {
    const file = await module('reach.mjs', 'export const never = () => false;');
    const { code, out } = await bucketkey(['explore', '--reach', file, '--max-states', '50']);
    expect(code).toBe(3);
    expect(out).toMatch(/\nnever: not reached so far\n/);
  });
});

describe("invariants of one's own", () => {
  test('are checked on each transition, and told by a shortest story', async () => {
    const file = await module(
      'mine.mjs',
      `export const annHoldsNothing = ({ after }) =>
         after.mayHold('ann', 'b', 'x') ? 'ann may be served from a cache' : undefined;`,
    );
    const { code, out } = await bucketkey(['explore', '--invariant', file, '--trace-out', 'mine.ndjson']);
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /Violated: own:annHoldsNothing, at step 2 .* ann may be served from a cache/,
    );
    expect((await readFile(join(ownFolder(), 'mine.ndjson'), 'utf8')).trim().split('\n')).toHaveLength(3);
    expect((await bucketkey(['explore', '--invariant', file, '--trace-out', 'mine.ndjson'])).err).toMatch(
      /^bucketkey: --trace-out: .*mine\.ndjson.* exists already, and is never overwritten\n$/,
    );
  });

  test('that hold are named in the report, and read all there is', async () => {
    const file = await module(
      'mine.mjs',
      `export function settled({ before, after }) {
         const one = before.bucket('b').rule.SSEAlgorithm;
         return ['AES256', 'aws:kms'].includes(one) && after.bucket('none') === undefined && !after.kmsThrottled;
       }`,
    );
    const { code, out } = await bucketkey(['explore', '--invariant', file]);
    expect(code).toBe(0);
    expect(out).toMatch(/takes-effect,\s+own:settled\n/);
    expect(out).toMatch(/\n260 states, 3,380 transitions/);
  });

  test('mistakes in them are told', async () => {
    const cases: readonly (readonly [text: string, problem: RegExp])[] = [
      ['export const boom = () => { throw new Error("boom!"); };', /boom: it threw boom!/],
      ['export const odd = () => 7;', /odd: it must answer true, false, a reason or nothing, not a number/],
      ['export const late = async () => true;', /late: it must answer .*, not a promise/],
      ['export const five = 5;', /its export "five" is no function/],
      ['const nothing = 1;', /it exports no function/],
    ];
    for (const [at, [text, problem]] of cases.entries()) {
      const { code, err } = await bucketkey(['explore', '--invariant', await module(`m${at}.mjs`, text)]);
      expect([code, err]).toEqual([2, expect.stringMatching(problem)]);
    }
    expect(await usageErrorOf('explore', '--invariant', 'missing.mjs')).toMatch(/missing\.mjs: /);
    expect(await usageErrorOf('explore', '--reach', 'm0.mjs', '--symmetry')).toMatch(/cannot be used with/);
    expect((await readdir(ownFolder())).toSorted()).toEqual(['m0.mjs', 'm1.mjs', 'm2.mjs', 'm3.mjs', 'm4.mjs']);
  });

  test('there is no trace where nothing is wrong, which is said', async () => {
    const { code, err } = await bucketkey(['explore', '--trace-out', 'none.ndjson'], fakeCommands());
    expect([code, err]).toEqual([0, 'bucketkey: --trace-out: there is no trace to write to none.ndjson\n']);
    expect(await readdir(ownFolder())).toEqual([]);
  });
});
