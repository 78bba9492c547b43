import { expect, test } from 'vitest';
import type { Event, Observation } from '../../model/index.ts';
import { complete, copy, get, ofVersion, put, remove } from '../../model/testing/events.ts';
import { VersionNames } from './version-names.ts';

const setup = { buckets: [{ name: 'b', account: '111111111111', plainObjects: [] }] };

/** The version id that a step goes out with, which names a version of `b/k` by its place. */
function idAt(place: number, ...before: readonly (readonly [event: Event, shown: Partial<Observation>])[]): unknown {
  const names = new VersionNames(setup);
  for (const [event, shown] of before) names.note({ atMs: 0, by: 'ann', event }, { status: 200, ...shown });
  const { event } = names.named({ atMs: 0, by: 'ann', event: ofVersion(get('b/k'), `#${place}`) });
  return 'versionId' in event ? event.versionId : undefined;
}

test('whatever makes a version has the next place: a write, a copy, a completed upload, a delete marker', () => {
  const made = [
    [put('b/k'), { versionId: 'v1' }],
    [copy('b/o', 'b/k'), { versionId: 'v2' }],
    [complete('b/k', [1]), { versionId: 'v3' }],
    [remove('b/k'), { versionId: 'v4', deleteMarker: true }],
  ] as const;
  expect([1, 2, 3, 4, 5].map((place) => idAt(place, ...made))).toEqual(['v1', 'v2', 'v3', 'v4', 'no-such-version']);
});

test('what has no id of its own takes the place of what had none, and places close up', () => {
  expect(idAt(1, [put('b/k'), {}], [put('b/k'), {}])).toBe('null');
  expect(idAt(2, [put('b/k'), {}], [put('b/k'), {}])).toBe('no-such-version');
  const removed = [ofVersion(remove('b/k'), 'v1'), { status: 204 }] as const;
  expect(idAt(1, [put('b/k'), { versionId: 'v1' }], [put('b/k'), { versionId: 'v2' }], removed)).toBe('v2');
});

test('what was refused made none', () => {
  expect(idAt(1, [put('b/k'), { status: 403, versionId: 'v1' }])).toBe('no-such-version');
});
