import { expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { check } from './check.ts';

test('what of the model is met is counted in every run', async () => {
  const request = { profile: profileNamed('ideal'), runs: 60, seed: 1, maxSteps: 10 };
  const { coverage, steps } = await check(request, embeddedSut());
  expect(coverage?.steps).toBe(steps);
});
