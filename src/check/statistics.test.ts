import { expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { check } from './check.ts';

const request = { profile: profileNamed('ideal'), runs: 60, seed: 1, maxSteps: 10 };

test('what of the model is met is counted in all runs where that is asked, and else in some', async () => {
  const all = await check({ ...request, statistics: true }, embeddedSut());
  expect(all.coverage?.steps).toBe(all.steps);
  const some = await check(request, embeddedSut());
  expect(some.steps).toBe(all.steps);
  expect(some.coverage?.steps).toBeLessThan(all.steps);
});
