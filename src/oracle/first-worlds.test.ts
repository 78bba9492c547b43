import { describe, expect, test } from 'vitest';
import type { Observation, Setup } from '../../model/index.ts';
import { get } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { SCENE } from '../../model/testing/scene.ts';
import { call, OracleRun, seen } from './testing/oracle-run.ts';

/** What is said of a first read that is answered so, where this much is unknown of what was before. */
function first(unknown: Setup['unknown'], observation: Observation): string {
  const setup = unknown === undefined ? SCENE : { ...SCENE, unknown };
  return new OracleRun(IDEAL, undefined, setup).see('ann', get('b/o'), observation);
}

describe('a trace that begins in the middle may begin while KMS is in trouble', () => {
  const asked = (result: 'ok' | 'ThrottlingException') => [call('Decrypt', 'ann', 'b/o', { result })];

  test.each([
    ['throttles', seen(503, { kmsCalls: asked('ThrottlingException') })],
    ['is out of reach', seen(503)],
    ['answers, and S3 never gets to know', seen(503, { kmsCalls: asked('ok') })],
  ])('it %s, where nothing of the past is known', (_what, { code: _unseen, ...answer }) => {
    expect(first('everything', answer)).toBe('conforms');
    expect(first({ buckets: ['b'] }, answer)).toBe('violates');
    expect(first(undefined, answer)).toBe('violates');
  });
});
