import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { type Observation, profileNamed } from '../../model/index.ts';
import { type Vector, vectorJsonSchema } from './vector-schema.ts';
import { type VectorsOptions, vectorsOf } from './vectors.ts';

const OPTIONS: VectorsOptions = { profile: profileNamed('ideal'), seed: 7, count: 12, maxSteps: 25, s3Only: false };

type Told = Vector['steps'][number];
type Outcome = Told['admissible'][number];

/** Whether a step agrees with one of its outcomes, by what the README of vectors says and nothing else. */
function agreesWithSome({ admissible, observation, event }: Told): boolean {
  const md5 = 'body' in event ? event.body.md5 : undefined;
  return admissible.some((outcome) => agrees(outcome, observation as Observation, md5));
}

const COMPARED = ['status', 'code', 'sse', 'kmsKeyArn', 'bucketKeyEnabled', 'etag', 'contentMd5'] as const;
const NOT_MODIFIED = ['status', 'code'] as const;

function agrees(outcome: Outcome, seen: Observation, md5: string | undefined): boolean {
  const parts = outcome.status === 304 ? NOT_MODIFIED : COMPARED;
  const calls = (given: Outcome['kmsCalls'] | Observation['kmsCalls']) =>
    given?.map((call) => JSON.stringify(Object.entries(call).sort())).sort();
  return (
    parts.every((part) => seen[part] === undefined || valueAgrees(part, outcome[part], seen[part], md5)) &&
    (seen.kmsCalls === undefined || JSON.stringify(calls(outcome.kmsCalls)) === JSON.stringify(calls(seen.kmsCalls)))
  );
}

function valueAgrees(part: string, due: unknown, seen: unknown, md5: string | undefined): boolean {
  if (part === 'etag' && due === '*') return /^[0-9a-f]{32}$/.test(String(seen)) && seen !== md5;
  if ((part === 'code' || part === 'contentMd5') && due === '*') return seen !== null;
  return due === seen;
}

async function made(changes: Partial<VectorsOptions> = {}): Promise<readonly Vector[]> {
  const vectors: Vector[] = [];
  for await (const vector of vectorsOf({ ...OPTIONS, ...changes })) vectors.push(vector);
  return vectors;
}

describe('vectors', () => {
  test('are the same for the same seed, and others for another', async () => {
    const [one, again, other] = await Promise.all([made(), made(), made({ seed: 8 })]);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(one.filter(({ expected }) => expected.verdict === 'violates').length).toBeGreaterThan(9);
  });

  test.each(['ideal', 'aws'] as const)('under %s, are of their schema, and what they say agrees', async (name) => {
    const validate = new Ajv2020({ strict: false }).compile(vectorJsonSchema() as object);
    const properties = new Set<string>();
    for (const vector of await made({ profile: profileNamed(name) })) {
      expect(validate(JSON.parse(JSON.stringify(vector))), JSON.stringify(validate.errors)).toBe(true);
      const { expected, steps } = vector;
      const wrong = steps.flatMap((step, index) => (agreesWithSome(step) || !step.isComplete ? [] : [index]));
      if (expected.verdict === 'conforms') expect(wrong, vector.name).toEqual([]);
      else {
        expect(expected.stepIndex).toBe(steps.length - 1);
        properties.add(expected.property);
        // A monitor may speak of what the README has to be read for more closely.
        if (wrong.length > 0) expect(wrong, vector.name).toEqual([steps.length - 1]);
      }
    }
    expect(properties.size).toBeGreaterThan(2);
  });

  test('have the JSON Schema that is published in docs/schema', async () => {
    // `vitest -u` publishes it anew.
    await expect(`${JSON.stringify(vectorJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../../docs/schema/vector.schema.json',
    );
  });
});
