import { expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { homeKey } from '../model/testing/scene.ts';
import { rotationRenews } from './rotation-renews.ts';
import { judgements, ObservedTrace, type Shown, violation, withoutBucketKey } from './testing/observed-trace.ts';

const ROTATE = { op: 'RotateKeyOnDemand', keyId: 'K1' } as const;

function wrapped(material: string, keyId = 'K1'): Shown {
  return { ...withoutBucketKey(keyId), internals: { seals: [], wraps: [{ kmsKeyArn: homeKey(keyId), material }] } };
}

test('material stays until its own key is rotated, and is another one from then on', () => {
  const scene = new ObservedTrace()
    .put(0, 'ann', 'b/a', wrapped('old'))
    .put(1, 'ann', 'b/b', wrapped('other', 'K2'))
    .add(2, 'ann', ROTATE)
    .put(3, 'ann', 'b/c', wrapped('other', 'K2'))
    .put(4, 'ann', 'b/d', wrapped('new'))
    .put(5, 'ann', 'b/e', wrapped('new'));
  expect(judgements(rotationRenews, scene)).toEqual(['held', 'held', 'idle', 'held', 'exercised', 'held']);
});

test('a rotation that was refused renews nothing', () => {
  const scene = new ObservedTrace()
    .put(0, 'ann', 'b/a', wrapped('old'))
    .add(1, 'ann', ROTATE, { status: 400, code: 'DisabledException' })
    .put(2, 'ann', 'b/b', wrapped('old'));
  expect(judgements(rotationRenews, scene)).toEqual(['held', 'idle', 'held']);
});

test('one that does nothing is found, as soon as it has to be seen (U-23)', () => {
  const scene = new ObservedTrace()
    .put(0, 'ann', 'b/a', wrapped('old'))
    .add(2, 'ann', ROTATE)
    .put(4, 'ann', 'b/b', wrapped('old'));
  expect(violation(rotationRenews, scene)).toBe(
    'at 4 s PutObject had …:key/K1 wrap with the key material old, as before the rotation at 2 s',
  );
  const slow = { ...profileNamed('ideal'), kmsDelayMs: 10_000 };
  expect(judgements(rotationRenews, scene, slow)).toEqual(['held', 'idle', 'held']);
  expect(violation(rotationRenews, scene.put(12, 'ann', 'b/c', wrapped('old')), slow)).toContain('at 12 s');
});

test('where automatic rotation was turned off the material stays, but for a rotation on demand (F-193)', () => {
  const off = () =>
    new ObservedTrace()
      .add(0, 'ann', { op: 'DisableKeyRotation', keyId: 'K1' })
      .put(1, 'ann', 'b/a', wrapped('old'))
      .put(2, 'ann', 'b/b', wrapped('old'));
  expect(judgements(rotationRenews, off())).toEqual(['idle', 'held', 'held']);
  expect(violation(rotationRenews, off().put(50, 'ann', 'b/c', wrapped('new')))).toBe(
    'at 50 s PutObject had …:key/K1 wrap with the key material new, before with old; ' +
      'automatic rotation is off since 0 s',
  );
  const atOnce = new ObservedTrace()
    .put(0, 'ann', 'b/a', wrapped('old'))
    .add(0, 'ann', ROTATE)
    .add(0, 'ann', { op: 'DisableKeyRotation', keyId: 'K1' });
  expect(judgements(rotationRenews, atOnce.put(0, 'ann', 'b/b', wrapped('new'))).at(-1)).toBe('exercised');
  const rotated = off().add(3, 'ann', ROTATE).put(4, 'ann', 'b/c', wrapped('new'));
  expect(judgements(rotationRenews, rotated).at(-1)).toBe('exercised');
  const on = off().add(3, 'ann', { op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 90 });
  expect(judgements(rotationRenews, on.put(4, 'ann', 'b/c', wrapped('new'))).at(-1)).toBe('held');
  const refused = new ObservedTrace()
    .add(0, 'ann', { op: 'DisableKeyRotation', keyId: 'K1' }, { status: 400, code: 'DisabledException' })
    .put(1, 'ann', 'b/a', wrapped('old'))
    .put(2, 'ann', 'b/b', wrapped('new'));
  expect(judgements(rotationRenews, refused)).toEqual(['idle', 'held', 'held']);
});
