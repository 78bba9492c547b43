import { expect, test } from 'vitest';
import { type Observation, PROFILES, profileNamed, type Setup } from '../../model/index.ts';
import { judgeTrace } from '../check/replay.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import type { Trace } from '../trace/trace.ts';
import { judge, runSteps, type ScenarioRun } from './run-steps.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const WORLD: Setup = setupOf([requester('ann')], ['key'], [bucket('b')]);
const IDEAL = profileNamed('ideal');
const STAGE = { setup: WORLD, profile: IDEAL, reference: {}, parts: REFERENCE_PARTS };

const FORGETFUL: ReferenceParts = {
  ...REFERENCE_PARTS,
  bucketKeys: { ...REFERENCE_PARTS.bucketKeys, isUsable: () => false },
};

function put(run: ScenarioRun): Promise<Observation> {
  return run.does('ann', { op: 'PutObject', bucket: 'b', key: 'x', body: content('x'), headers: {} });
}

async function twoPuts(run: ScenarioRun): Promise<number> {
  await run.does(ADMIN, putRule('b', kmsRule('key', true)));
  return run.callsDuring(async () => {
    await put(run);
    await put(run);
  });
}

test('calls are counted for the part of the story asked for; the oracle agrees with a correct reference', async () => {
  await runSteps(STAGE, { seed: 1 }, async (run) => {
    expect(await twoPuts(run)).toBe(1);
    expect(run.seen.map(({ step }) => step.event.op)).toEqual(['PutBucketEncryption', 'PutObject', 'PutObject']);
    expect(run.verdictFigure()).toMatchObject({
      name: 'oracle verdict on the run, profile ideal',
      value: 'conforms',
      holds: true,
    });
    expect(run.complaints).toEqual([]);
  });
});

test('what was played is handed out as a trace that conforms', async () => {
  const played: Trace[] = [];
  await runSteps(STAGE, { seed: 7, onPlayed: (trace) => void played.push(trace) }, twoPuts);
  expect(played.map(({ header, steps }) => [header.profile, header.seed, steps.length])).toEqual([['ideal', 7, 3]]);
  expect(judgeTrace(played[0]!, IDEAL).verdict).toBe('conforms');
});

test('a broken reference is found out, and why is said', async () => {
  await runSteps({ ...STAGE, parts: FORGETFUL }, { seed: 1 }, async (run) => {
    expect(await twoPuts(run)).toBe(2);
    expect(run.verdictFigure()).toMatchObject({ value: 'violates', holds: false });
    expect(run.complaints).toHaveLength(1);
    expect(run.complaints[0]).toMatch(
      /^Step 3 cannot be\. ann wrote b\/x at 0 s, but KMS was asked for GenerateDataKey/,
    );
  });
});

test('what was seen can be judged by another profile', async () => {
  const seen = await runSteps({ ...STAGE, parts: FORGETFUL }, { seed: 1 }, async (run) => {
    await twoPuts(run);
    return run.seen;
  });
  expect(PROFILES.map((profile) => [profile.name, judge(WORLD, profile, seen)])).toEqual([
    ['aws', 'conforms'],
    ['aws-at-once', 'conforms'],
    ['aws-2023', 'conforms'],
    ['huawei-obs', 'conforms'],
    ['ideal', 'violates'],
    ['strict', 'violates'],
  ]);
});

test('a run that was aborted before it began does nothing', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  let took = 0;
  const run = runSteps(STAGE, { seed: 1, signal }, async (playing) => {
    await twoPuts(playing);
    took = playing.seen.length;
  });
  await expect(run).rejects.toThrow('enough');
  expect(took).toBe(0);
});

test('a run gives way often enough to be aborted on the way', async () => {
  const controller = new AbortController();
  const run = runSteps(STAGE, { seed: 1, signal: controller.signal }, async (playing) => {
    for (;;) await put(playing);
  });
  setTimeout(() => controller.abort(new Error('enough')), 20);
  await expect(run).rejects.toThrow('enough');
});
