import { describe, expect, test } from 'vitest';
import { type Observation, type Profile, profileNamed } from '../../model/index.ts';
import { put } from '../../model/testing/events.ts';
import { IDEAL, ModelRun } from '../../model/testing/model-run.ts';
import { homeKey, SCENE } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { Judge } from '../check/judge.ts';

// How many calls parallel cold requests of one requester make AWS does not say (U-06).

const REQUESTS = 3;

/** With headers, since a rule may be seen late. */
const UNDER_K1 = { sse: 'aws:kms', kmsKeyId: homeKey('K1'), bucketKeyEnabled: true } as const;

const { kmsCalls } = new ModelRun(IDEAL).take('ann', put('b/k', UNDER_K1));

/** Three writes that overlap where nothing is cached, so many of which call KMS; then one alone, warm or cold. */
function verdictOn(profile: Profile, calls: number, last: 'warm' | 'cold' = 'warm') {
  const judge = new Judge({ setup: SCENE, profile, properties: [], oracle: true });
  const see = (one: ObservedStep) => judge.see(one);
  const written = (isCold: boolean): Observation => ({ status: 200, kmsCalls: isCold ? kmsCalls : [] });
  for (let place = 0; place < REQUESTS; place += 1) {
    const step = { atMs: 1_000 + place, by: 'ann', event: put(`b/${place}`, UNDER_K1) };
    see({ step, observation: written(place < calls), endMs: 1_100 });
  }
  see({ step: { atMs: 2_000, by: 'ann', event: put('b/last', UNDER_K1) }, observation: written(last === 'cold') });
  judge.end();
  return judge.violation === undefined ? (judge.unknownBecause ?? 'conforms') : 'violates';
}

describe('of cold requests of one requester that overlap', () => {
  const counted = (caches: number): Profile => ({ ...IDEAL, caches });

  test('one or all may call KMS by aws, where caches are any number, but not none', () => {
    const aws = profileNamed('aws');
    expect([0, 1, 2, 3].map((calls) => verdictOn(aws, calls))).toEqual([
      'violates',
      'conforms',
      'conforms',
      'conforms',
    ]);
  });

  test('one may for each cache where these are counted', () => {
    expect([0, 1, 2, 3].map((calls) => verdictOn(counted(1), calls))).toEqual([
      'violates',
      'conforms',
      'violates',
      'violates',
    ]);
    expect([0, 1, 2, 3].map((calls) => verdictOn(counted(2), calls))).toEqual([
      'violates',
      'conforms',
      'conforms',
      'violates',
    ]);
  });

  test('and afterwards each cache that was asked is warm', () => {
    expect([1, 2].map((calls) => verdictOn(counted(2), calls, 'cold'))).toEqual(['conforms', 'violates']);
  });
});
