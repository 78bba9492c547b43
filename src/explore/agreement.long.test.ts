import { describe, expect, test } from 'vitest';
import { perform } from '../../model/index.ts';
import { ON_TRANSITIONS } from '../../properties/properties.ts';
import { copies } from './scopes/copies.ts';
import { tiny } from './scopes/tiny.ts';
import { agreement, said } from './testing/agreement.ts';
import { CASES, type Case, limited, MOST, none, throttled } from './testing/mistakes.ts';
import { perObject, shows } from './testing/planted.ts';

function expectedOf({ agreed, alone = [] }: Case): readonly string[] {
  return [...agreed, ...alone].map(([id, by]) => said(id, by)).sort();
}

describe('monitor and invariant of a property', () => {
  test.each([tiny, copies, throttled, limited])('refuse nothing that the model does in $name', (scope) => {
    expect(agreement(scope, perform, 2 * MOST)).toEqual([]);
  });

  test.each(CASES)('refuse the same, but for what is named, where $what', (one) => {
    expect(agreement(one.scope, one.act, one.most ?? MOST)).toEqual(expectedOf(one));
  });

  test.each(ON_TRANSITIONS)('$id: some mistake is refused by both', ({ id }) => {
    const by = CASES.flatMap(({ agreed }) => agreed).filter(([of]) => of === id);
    expect(by).not.toEqual([]);
  });
});

describe('that they are held to each other can fail', () => {
  const [act, scope] = [shows('GetObject', none), perObject];
  const agreed = [said('every-requester-pays', 'both'), said('no-free-ride', 'both')];
  const cached = said('every-requester-pays', 'the invariant alone');
  const free = said('bounded-reads', 'the monitor alone');

  test('an invariant that lets everything pass is named', () => {
    const mute = ON_TRANSITIONS.map((one) =>
      one.id === 'no-free-ride' ? { ...one, invariant: () => undefined } : one,
    );
    expect(agreement(scope, act, MOST, mute)).toEqual([
      free,
      agreed[0],
      cached,
      said('no-free-ride', 'the monitor alone'),
    ]);
  });

  test('so is a monitor that does', () => {
    const mute = ON_TRANSITIONS.map((one) =>
      one.id === 'no-free-ride' ? { ...one, monitor: () => ({ see: () => 'idle' as const }) } : one,
    );
    expect(agreement(scope, act, MOST, mute)).toEqual([
      free,
      agreed[0],
      cached,
      said('no-free-ride', 'the invariant alone'),
    ]);
  });

  test('and a mistake that only one of the two can see', () => {
    const lies = shows('PutObject', () => ({ sse: 'aws:kms' }));
    expect(agreement(perObject, lies, MOST)).toContain(said('no-free-ride', 'the monitor alone'));
  });
});
