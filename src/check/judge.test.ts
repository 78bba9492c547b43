import { expect, test } from 'vitest';
import { errors } from '../../properties/errors.ts';
import { profile, Scene, SETUP, SSE_S3 } from '../../properties/testing/scene.ts';
import { Judge } from './judge.ts';

test('a violation of many-sided properties rests on what was violated, not on all that they watch over', () => {
  const judge = new Judge(SETUP, profile('ideal'), [errors], false);
  for (const seen of new Scene().get(0, 'reader', 'none/a', SSE_S3).steps) judge.see(seen);
  expect(judge.violation).toMatchObject({ property: 'errors', requirements: ['E-29'], stepIndex: 0 });
});
