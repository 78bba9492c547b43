import {
  DAY_MS,
  FIRST_OPTION,
  initialWorld,
  kmsCostUsd,
  profileNamed,
  reductionPercent,
  type Setup,
  step,
} from '../../model/index.ts';
import { exactly, resultOf, rounded } from './figures.ts';
import { paragraph } from './paragraph.ts';
import type { Scenario, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

const NAME = 'million-a-day';
const BUCKET = 'events';
const KEY_ID = 'key';
const ROLE = 'ingest';
const PUTS = 1_000_000;
/** Objects that are written over and over: how many there are changes no count, and keeps the world small. */
const OBJECTS = 1_000;
/** Steps after which the run gives way to whatever may abort it. */
const BREATH = 10_000;

const WORLD: Setup = setupOf([requester(ROLE)], [KEY_ID], [bucket(BUCKET)]);

/** A million writes a day, priced. */
export const millionADay: Scenario = {
  name: NAME,
  title: 'A million writes a day: USD 3.00 of KMS calls without bucket keys, less than a tenth of a cent with them.',
  description: paragraph(`
    One role writes a million objects evenly over 24 hours, first without and then with bucket keys. Without, every
    write makes a GenerateDataKey call (K-02): 100 times 10,000 calls at USD 0.03 (F-133,
    https://aws.amazon.com/kms/pricing/) are USD 3.00 a day. With them, one requester on one cache makes a call for
    each window in which its bucket key lives. AWS publishes no lifetime (F-103); for the five minutes that circulate
    (F-104, F-135) a day has 288 windows. The scenario steps the model itself, under the profile ideal, through all two
    million writes. Look at the price, and bear in mind that more requesters and more caches multiply the 288.
  `),
  run: runMillionADay,
};

async function runMillionADay({ signal }: ScenarioOptions): Promise<ScenarioResult> {
  const without = await callsOfADay(false, signal);
  const withKeys = await callsOfADay(true, signal);
  const figures = [
    exactly('calls without bucket keys', without, 'calls', PUTS),
    exactly('price without bucket keys', rounded(kmsCostUsd(without), 6), 'USD', 3),
    exactly('calls with bucket keys', withKeys, 'calls', 288),
    exactly('price with bucket keys', rounded(kmsCostUsd(withKeys), 6), 'USD', 0.000864),
    exactly('reduction', rounded(reductionPercent(without, withKeys), 4), '%', 99.9712),
  ];
  return resultOf(NAME, figures, [
    'Prices are those of KMS requests alone, without the 20,000 that are free each month (F-133).',
  ]);
}

async function callsOfADay(bucketKeys: boolean, signal: AbortSignal | undefined): Promise<number> {
  const body = content('an event');
  const configure = { atMs: 0, by: ADMIN, event: putRule(BUCKET, kmsRule(KEY_ID, bucketKeys)) };
  let { world } = step(initialWorld(WORLD, profileNamed('ideal')), configure, FIRST_OPTION);
  let calls = 0;
  for (let i = 0; i < PUTS; i++) {
    if (i % BREATH === 0) await yieldToEventLoop(signal);
    const atMs = Math.floor((i * DAY_MS) / PUTS);
    const event = { op: 'PutObject', bucket: BUCKET, key: `event-${i % OBJECTS}`, body, headers: {} } as const;
    const result = step(world, { atMs, by: ROLE, event }, FIRST_OPTION);
    world = result.world;
    calls += result.outcome.kmsCalls.length;
  }
  return calls;
}
