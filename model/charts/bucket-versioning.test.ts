import { expect, test } from 'vitest';
import { bucketVersioning } from './bucket-versioning.ts';

test('a bucket that has kept versions never is unversioned again (F-175)', () => {
  for (const state of ['enabled', 'suspended'] as const)
    for (const event of bucketVersioning.events)
      expect(bucketVersioning.on[event].after(state)).not.toBe('unversioned');
  expect(bucketVersioning.next('unversioned', 'Enable')).toBe('enabled');
  expect(bucketVersioning.next('unversioned', 'Suspend')).toBe('suspended');
});
