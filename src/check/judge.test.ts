import { expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { SCENE } from '../../model/testing/scene.ts';
import { errors } from '../../properties/errors.ts';
import { ObservedTrace, SSE_S3 } from '../../properties/testing/observed-trace.ts';
import { Judge } from './judge.ts';

test('a violation of many-sided properties rests on what was violated, not on all that they watch over', () => {
  const judge = new Judge({ setup: SCENE, profile: profileNamed('ideal'), properties: [errors], oracle: false });
  for (const seen of new ObservedTrace().get(0, 'bob', 'none/a', SSE_S3).steps) judge.see(seen);
  expect(judge.violation).toMatchObject({ property: 'errors', requirements: ['E-29'], stepIndex: 0 });
});
