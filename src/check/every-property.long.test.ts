import { expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { check } from './check.ts';
import { propertyIds } from './choose.ts';

test('under ideal two hundred runs exercise every property', async () => {
  const report = await check({ profile: profileNamed('ideal'), runs: 200, seed: 3, maxSteps: 300 }, embeddedSut());
  expect(report.properties.map(({ id }) => id)).toEqual(propertyIds());
  expect(report.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
});
