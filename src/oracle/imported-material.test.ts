import { describe, expect, test } from 'vitest';
import { type Event, MINUTE_MS, type Profile, type Setup } from '../../model/index.ts';
import { get } from '../../model/testing/events.ts';
import { AWS } from '../../model/testing/model-run.ts';
import { SCENE } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, seenRefusal, TAG, wroteKms } from './testing/oracle-run.ts';

const STRICT_AWS: Profile = { ...AWS, transientErrors: false };
/** Of everything that was there nothing is known. */
const PAST: Setup = { ...SCENE, unknown: 'everything' };
const ok = seen(200);
const K1 = { keyId: 'K1' };
const IMPORT: Event = { op: 'ImportKeyMaterial', ...K1 };
const DELETE: Event = { op: 'DeleteImportedKeyMaterial', ...K1 };
const RESULT = { result: 'KMSInvalidStateException' } as const;
const unread = seenRefusal(400, 'KMS.KMSInvalidStateException', call('Decrypt', 'ann', 'b/o', RESULT));
const isRead = read(wroteKms('K1', TAG), call('Decrypt', 'ann', 'b/o'));

function past(): OracleRun {
  return new OracleRun(STRICT_AWS, undefined, PAST);
}

describe('a KMS key of the time before the trace', () => {
  test('may be without imported material, and be read under once that is imported (F-210, F-211)', () => {
    const run = past()
      .given('ann', get('b/o'), unread)
      .given('ann', IMPORT, ok)
      .wait(15 * MINUTE_MS);
    expect(run.see('ann', get('b/o'), isRead)).toBe('conforms');
  });

  test('is not read under once its material was deleted, until it is imported again (F-211)', () => {
    const emptied = () =>
      past()
        .given('ann', get('b/o'), isRead)
        .given('ann', DELETE, ok)
        .wait(15 * MINUTE_MS);
    expect(emptied().see('ann', get('b/o'), unread)).toBe('conforms');
    expect(emptied().see('ann', get('b/o'), isRead)).toBe('violates');
    const again = emptied()
      .given('ann', IMPORT, ok)
      .wait(15 * MINUTE_MS);
    expect(again.see('ann', get('b/o'), isRead)).toBe('conforms');
  });

  test('may take no material at all: nobody knows its origin (F-210)', () => {
    const unsupported = seenRefusal(400, 'UnsupportedOperationException');
    for (const event of [IMPORT, DELETE]) expect(past().see('ann', event, unsupported)).toBe('conforms');
    const disabled: Event = { op: 'DisableKey', ...K1 };
    expect(past().see('ann', disabled, seenRefusal(400, 'KMSInvalidStateException'))).toBe('conforms');
    expect(past().see('ann', disabled, unsupported)).toBe('violates');
  });
});
