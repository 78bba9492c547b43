import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Profile,
  type ProfileField,
  profileNamed,
  rowOf,
  type Setup,
  type Span,
  type Step,
} from '../model/index.ts';
import { HOUR_MS } from '../model/vocabulary/time.ts';
import { observe } from '../src/check/run-trace.ts';
import { infer } from '../src/infer/infer.ts';
import { closedTo, FIELDS_WITH_OPTIONS, optionsOf } from '../src/infer/options.ts';
import { modelSut } from '../src/suts/model-sut.ts';

// conformance/aws/workload.mjs: whatever a system does of what AWS leaves open, its experiments tell.

interface Experiment {
  readonly id: string;
  readonly tells: readonly string[];
  readonly setup: Setup;
  readonly steps: readonly Step[];
}

const kit = resolve(import.meta.dirname, '../conformance/aws');
const { workload } = (await import(join(kit, 'workload.mjs'))) as {
  workload(minutes: number, region: string): readonly Experiment[];
};

const AWS = profileNamed('aws');
const IDEAL = profileNamed('ideal');
const REGION = 'us-east-1';
const EXPERIMENTS = workload(10, REGION);
const TIMEOUT_MS = 200_000;

/** What the model shows in an experiment. Each object is replicated by the time of the first look at it. */
async function recordingOf(profile: Profile, { id, setup: told, steps: asked }: Experiment) {
  const looked = new Set<string>();
  const steps = asked.flatMap((step): Step[] => {
    const { event, atMs } = step;
    if (event.op !== 'HeadObject' || looked.has(event.key)) return [step];
    looked.add(event.key);
    return [{ atMs, by: null, event: { op: 'ReplicateObject', bucket: event.bucket, key: event.key } }, step];
  });
  const setup = { ...told, region: REGION };
  return { name: id, setup, steps: await observe({ sut: modelSut(profile), seed: 1 }, setup, steps) };
}

/** What is inferred of a system from the experiments that tell a point, and from no others. */
async function inferredOf(point: string, profile: Profile) {
  const telling = EXPERIMENTS.filter(({ tells }) => tells.includes(point));
  return infer(await Promise.all(telling.map((one) => recordingOf(profile, one))), { base: AWS });
}

const POINTS = [...new Set(EXPERIMENTS.flatMap(({ tells }) => tells))];
const OPTIONS = POINTS.flatMap((point) =>
  FIELDS_WITH_OPTIONS.filter((field) => rowOf(field).requirements.includes(point)).flatMap((field) =>
    optionsOf(field).map((option) => ({ point, field, option })),
  ),
);

test.each(OPTIONS)(
  '$point: $field $option is found back',
  async ({ point, field, option }) => {
    const planted = closedTo(IDEAL, field, option);
    const { verdict, profile } = await inferredOf(point, planted);
    expect([verdict, profile?.[field]]).toEqual(['conforms', planted[field]]);
  },
  TIMEOUT_MS,
);

const always = (ms: number): Span => ({ minMs: ms, maxMs: ms });
const FOR_LONG = { cacheLifetime: always(HOUR_MS), generationLifetime: always(HOUR_MS) };
const LENGTHS: readonly [point: string, field: ProfileField, ms: number, planted: Partial<Profile>][] = [
  ['U-01', 'cacheLifetime', 150_000, { cacheLifetime: always(150_000) }],
  ['U-02', 'idleTime', 100_000, { ...FOR_LONG, idleTime: always(100_000) }],
  ['U-03', 'generationLifetime', 100_000, { generationLifetime: always(100_000) }],
  ['U-16', 'ruleDelayMs', 60_000, { ruleDelayMs: 60_000 }],
  ['U-23', 'kmsDelayMs', 60_000, { kmsDelayMs: 60_000 }],
  ['U-27', 'policyDelayMs', 60_000, { policyDelayMs: 60_000 }],
];

test.each(LENGTHS)(
  '%s: %s is found back, as closely as the steps are',
  async (point, field, ms, planted) => {
    const boundsOf = async (profile: Profile) => {
      const { least, most } = (await inferredOf(point, profile)).lengths.find((one) => one.field === field) ?? {};
      return { least: least?.value ?? 0, most: most?.value ?? Number.POSITIVE_INFINITY };
    };
    const { least, most } = await boundsOf({ ...IDEAL, ...planted });
    expect([least > ms / 2, least <= ms, most >= ms]).toEqual([true, true, true]);
    // For how long a change acts late at the most nobody can see.
    if (!field.endsWith('DelayMs')) expect(most).toBeLessThan(1.5 * ms);
    expect(await boundsOf(IDEAL)).not.toEqual({ least, most });
  },
  TIMEOUT_MS,
);

test(
  'U-04: how many caches is found back',
  async () => {
    const fewest = async (profile: Profile) => (await inferredOf('U-04', profile)).caches[0]?.caches;
    expect([await fewest(IDEAL), await fewest({ ...IDEAL, caches: 2 })]).toEqual([1, 2]);
  },
  TIMEOUT_MS,
);

describe('the page', () => {
  const text = readFileSync(join(kit, 'README.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(([, ...cells]) => cells.map(String));
  const idsIn = (cell = '') => cell.match(/U-\d\d/g) ?? [];
  const namesIn = (cell = '') => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);

  test('names the experiments, with the points that each tells', () => {
    const told = rows.flatMap(([first, second]) =>
      /^`[a-z-]+`$/.test(first ?? '') ? [[namesIn(first)[0], idsIn(second)]] : [],
    );
    expect(told).toEqual(EXPERIMENTS.map(({ id, tells }) => [id, [...tells]]));
  });

  test('says of each point which experiments tell it', () => {
    const told = rows.flatMap(([first, second]) =>
      /^U-\d\d$/.test(first ?? '') ? [[first, namesIn(second).sort()]] : [],
    );
    const due = [...POINTS].sort();
    expect(due).toHaveLength(16);
    const tells = (point: string) => EXPERIMENTS.filter((one) => one.tells.includes(point)).map(({ id }) => id);
    expect(told).toEqual(due.map((point) => [point, tells(point).sort()]));
  });
});
