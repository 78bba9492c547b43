import { expect, test } from 'vitest';
import { CURRENT_ETAG, type Step } from '../../model/index.ts';
import { conditional, copy, get, part, put } from '../../model/testing/events.ts';
import { EtagNames } from './etag-names.ts';

const ETAG = '9437ac09000000000000000000000000';

function step(event: Step['event']): Step {
  return { atMs: 0, by: 'ann', event };
}

test('the ETag that was last shown stands for the current one, of what is copied and of what is read', () => {
  const names = new EtagNames();
  const isCurrent = { ifMatch: CURRENT_ETAG };
  const unknown = names.named(step(conditional(get('b/k'), isCurrent)));
  expect(unknown.event).toMatchObject({ conditions: { ifMatch: '0'.repeat(32) } });
  names.note(step(put('b/k')), { status: 200, etag: ETAG });
  names.note(step(part('b/k', 1)), { status: 200, etag: '1'.repeat(32) });
  names.note(step(get('b/k')), { status: 404, etag: null });
  const both = { ifMatch: '*', ifNoneMatch: CURRENT_ETAG };
  expect(names.named(step(conditional(get('b/k'), both))).event).toMatchObject({
    conditions: { ifMatch: '*', ifNoneMatch: ETAG },
  });
  expect(names.named(step(conditional(copy('b/k', 'c/k'), isCurrent))).event).toMatchObject({
    sourceConditions: { ifMatch: ETAG },
  });
});

test('other steps stay as they are', () => {
  const names = new EtagNames();
  for (const event of [get('b/k'), copy('b/k', 'c/k'), conditional(get('b/k'), { ifMatch: ETAG })]) {
    const told = step(event);
    expect(names.named(told)).toBe(told);
  }
});
