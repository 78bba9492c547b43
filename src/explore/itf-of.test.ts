import { describe, expect, test } from 'vitest';
import { FIRST_OPTION, initialWorld, perform, type Setup, stepBy } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { observationOfOutcome } from '../suts/model-sut.ts';
import { itfLines } from '../trace/itf/itf-lines.ts';
import { fromItf } from '../trace/itf/itf-value.ts';
import { parseTrace } from '../trace/trace-reader.ts';
import { itfOf } from './itf-of.ts';
import { tiny } from './scopes/tiny.ts';
import type { ToldTrace } from './told-trace.ts';

const ACCOUNT = '111111111111';
/** Names that objects of JavaScript, Quint and the format have a meaning for. */
const setup: Setup = {
  requesters: [{ name: '#ann', account: ACCOUNT, principal: `arn:aws:iam::${ACCOUNT}:role/ann`, session: 's' }],
  kmsKeys: [{ id: 'constructor', account: ACCOUNT }],
  aliases: [],
  buckets: [{ name: '__proto__', account: ACCOUNT, plainObjects: [] }],
};

/** What the model does with some events, one a second. */
function told(events: readonly ObservedStep['step']['event'][]): ToldTrace {
  let world = initialWorld(setup, tiny.profile);
  const worlds = [world];
  const steps = events.map((event, index): ObservedStep => {
    const step = { atMs: index * 1_000, by: '#ann', event };
    const result = stepBy(perform, world, step, FIRST_OPTION);
    world = result.world;
    worlds.push(world);
    return { step, observation: observationOfOutcome(result.outcome) };
  });
  const header = { bucketkeyTrace: 1, profile: 'ideal', sut: 'model', seed: 0, setup };
  return { trace: { header, steps }, worlds };
}

const some = told([
  {
    op: 'PutObject',
    bucket: '__proto__',
    key: '__proto__',
    body: { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' },
    headers: JSON.parse('{"sse":"aws:kms","kmsKeyId":"constructor","context":{"__proto__":"#1","tag":"2"}}'),
  },
  { op: 'ScheduleKeyDeletion', keyId: 'constructor', pendingWindowInDays: 7 },
]);

describe('a trace of an exploration in the Informal Trace Format', () => {
  test('shows the worlds, whatever things are called', () => {
    const { states } = JSON.parse(itfOf(some));
    expect(states).toHaveLength(3);
    const shown = ({ '#meta': _, ...variables }: { readonly '#meta': unknown }) => fromItf(variables, '');
    expect(shown(states[2])).toMatchObject({
      buckets: [{ name: '__proto__', rule: { SSEAlgorithm: 'AES256' }, policy: [], replication: null }],
      objects: [{ bucket: '__proto__', key: '__proto__', state: 'sseKms', kmsKeyId: 'constructor' }],
      kmsKeys: [{ id: 'constructor', state: 'pendingDeletion', deletedInMs: 7 * 24 * 3_600_000 }],
    });
    expect(shown(states[0])).toMatchObject({ objects: [], kmsKeys: [{ state: 'enabled', deletedInMs: null }] });
  });

  test('is read as the trace it was', () => {
    const { lines } = itfLines(Buffer.from(itfOf(some)), 't');
    expect(JSON.stringify(parseTrace(lines.join(''), 't'))).toBe(JSON.stringify(some.trace));
  });

  test('says where a run that never ends goes on', () => {
    expect(JSON.parse(itfOf(some)).loop).toBe(undefined);
    // The second step again and again: from the state behind it to itself.
    expect(JSON.parse(itfOf(some, 1)).loop).toBe(2);
    expect(JSON.parse(itfOf(some, 0)).loop).toBe(1);
    // Nothing happens any more.
    expect(JSON.parse(itfOf(some, 2)).loop).toBe(2);
  });
});
