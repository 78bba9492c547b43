import { describe, expect, test } from 'vitest';
import {
  abort,
  attributes,
  begin,
  complete,
  conditional,
  copy,
  encrypt,
  expire,
  fromKey,
  get,
  head,
  listParts,
  ofVersion,
  part,
  partCopy,
  put,
  remove,
  replicate,
  transition,
  update,
} from '../testing/events.ts';
import { homeKey } from '../testing/scene.ts';
import type { Event } from '../vocabulary/events/event.ts';
import { isEnvironmentEvent, isKmsEvent, isUploadEvent, operationOf, operationsThat } from './operations.ts';
import {
  asksForPart,
  assembles,
  changesMore,
  conditionsOf,
  customerKeyForRead,
  customerKeySent,
  decryptsFor,
  isCopy,
  isReplication,
  isSuccess,
  makesDataKey,
  makesVersion,
  mayCallUnsaid,
  mayDecrypt,
  mayOpenUpload,
  objectDecrypted,
  objectRead,
  opensAndEncrypts,
  rewraps,
  uploadId,
  versionNamed,
} from './predicates.ts';

const checked = <E extends Event>(event: E, checksumMode: boolean): Event => ({ ...event, checksumMode }) as Event;
const DISABLE = { op: 'DisableKey', keyId: 'K1' } as const;

describe('whether what is read is decrypted (F-42, K-10, K-12)', () => {
  test.each<[string, Event, string]>([
    ['of the data', get('b/k'), 'always'],
    ['of the data with its checksum', checked(get('b/k'), true), 'always'],
    ['of the headers', head('b/k'), 'headDecrypts'],
    ['of the headers with the checksum', checked(head('b/k'), true), 'checksumOpens'],
    ['of the headers where it is said that it is not asked for', checked(head('b/k'), false), 'headDecrypts'],
    ['of the ETag', attributes('b/k'), 'never'],
    ['of the ETag and the checksum', attributes('b/k', true), 'checksumOpens'],
    ['of nothing', put('b/k'), 'never'],
  ])('%s', (_what, event, decrypts) => {
    expect(decryptsFor(event, operationOf(event))).toBe(decrypts);
  });

  test('is open where a profile has it open, and without a profile', () => {
    const profile = { headDecrypts: [false], checksumOpens: [false, true], uploadOpens: [false] };
    const may = (event: Event) => [
      mayDecrypt(operationOf(event)),
      mayDecrypt(operationOf(event), profile),
      mayDecrypt(operationOf(event), profile, event),
    ];
    expect(may(get('b/k'))).toEqual([true, true, true]);
    expect(may(head('b/k'))).toEqual([true, false, false]);
    expect(may(checked(head('b/k'), true))).toEqual([true, false, true]);
    expect(may(attributes('b/k'))).toEqual([true, true, false]);
    expect(may(put('b/k'))).toEqual([false, false, false]);
  });

  test('holds of uploads as well (K-16)', () => {
    const under = (uploadOpens: readonly boolean[]) =>
      operationsThat((one) => mayOpenUpload(one, { headDecrypts: [], checksumOpens: [], uploadOpens }));
    expect(under([false])).toEqual(['UploadPart', 'UploadPartCopy']);
    expect(under([true])).toEqual(operationsThat((one) => mayOpenUpload(one)));
    expect(under([true])).toEqual(['UploadPart', 'UploadPartCopy', 'CompleteMultipartUpload', 'ListParts']);
  });

  test.each<[string, Event, readonly unknown[] | undefined, boolean]>([
    ['of the data', get('b/k'), undefined, true],
    ['of the headers, where KMS was called', head('b/k'), [{}], true],
    ['not where it was not', head('b/k'), [], false],
    ['nor where nobody looked', head('b/k'), undefined, false],
    ['of a write, however often KMS was called', put('b/k'), [{}], false],
  ])('and so the object that is: %s', (_what, event, calls, isOpened) => {
    const decrypted = objectDecrypted(event, operationOf(event), calls);
    expect(decrypted).toEqual(isOpened ? objectRead(event) : undefined);
    if (isOpened) expect(decrypted).toMatchObject({ bucket: 'b', key: 'k' });
  });
});

test('lifecycle actions may make calls of which nobody says which, where that is open (U-21)', () => {
  const events = [expire('b/k'), transition('b/k'), get('b/k')];
  const may = (lifecycleCalls: boolean) => events.map((event) => mayCallUnsaid(event, { lifecycleCalls }));
  expect([may(true), may(false)]).toEqual([
    [true, true, false],
    [false, false, false],
  ]);
});

test('what a success leaves', () => {
  expect(operationsThat(makesVersion)).toEqual(['PutObject', 'CopyObject', 'ReplicateObject']);
  expect(operationsThat(makesDataKey)).toEqual(['PutObject', 'CopyObject', 'CreateMultipartUpload', 'ReplicateObject']);
  expect(operationsThat(assembles)).toEqual(['CompleteMultipartUpload']);
  expect(operationsThat(rewraps)).toEqual(['UpdateObjectEncryption']);
  expect(operationsThat(isCopy)).toEqual(['CopyObject']);
  expect(operationsThat(opensAndEncrypts)).toEqual(['CopyObject', 'UpdateObjectEncryption']);
  expect(operationsThat(isReplication)).toEqual(['ReplicateObject']);
});

test('what an event is about', () => {
  const events = [put('b/k'), part('b/k', 1), DISABLE, replicate('b/k'), encrypt('b')];
  expect(events.map((event) => [isUploadEvent(event), isKmsEvent(event), isEnvironmentEvent(event)])).toEqual([
    [false, false, false],
    [true, false, false],
    [false, true, false],
    [false, false, true],
    [false, false, false],
  ]);
});

describe('what a request names', () => {
  test('a version: that of the source where one is read (F-177, F-178)', () => {
    const copyOfVersion = { ...ofVersion(copy('b/k', 'c/k'), 'v'), versionId: 'not this' } as Event;
    expect(
      [ofVersion(get('b/k'), 'v'), copyOfVersion, ofVersion(remove('b/k'), 'v'), get('b/k')].map((event) =>
        versionNamed(event),
      ),
    ).toEqual(['v', 'v', 'v', undefined]);
  });

  test('a customer key: for what it reads, and for what it writes or else reads (P12)', () => {
    const keys: readonly Event[] = [
      get('b/k', { customerKey: 'read' }),
      put('b/k', undefined, undefined),
      put('b/k', { customerKey: 'written' }),
      fromKey(copy('b/k', 'c/k', { customerKey: 'written' }), 'read'),
      copy('b/k', 'c/k', { customerKey: 'written' }),
      { ...fromKey(partCopy('b/k', 'c/k', 1), 'read'), customerKey: 'written' } as Event,
      DISABLE,
    ];
    expect(keys.map((event) => [customerKeyForRead(event), customerKeySent(event)])).toEqual([
      ['read', 'read'],
      [undefined, undefined],
      ['written', 'written'],
      ['read', 'written'],
      [undefined, 'written'],
      ['read', 'written'],
      [undefined, undefined],
    ]);
  });

  test('an upload, where anybody has seen its id', () => {
    const events = [
      begin('b/k'),
      begin('b/k', {}, null),
      complete('b/k', [1]),
      abort('b/k'),
      listParts('b/k'),
      DISABLE,
    ];
    expect(events.map(uploadId)).toEqual(['u', undefined, 'u', 'u', 'u', undefined]);
  });

  test('conditions: of what is copied, or else of what is read or written over', () => {
    const when = { ifMatch: 'x' };
    const events = [conditional(get('b/k'), when), conditional(copy('b/k', 'c/k'), when), get('b/k'), DISABLE];
    expect(events.map(conditionsOf)).toEqual([when, when, undefined, undefined]);
  });

  test('changes of a copy beside its encryption (F-51)', () => {
    const events = [copy('b/k', 'b/k'), { ...copy('b/k', 'b/k'), changes: [] }, update('b/k', homeKey('K1'))] as const;
    expect(events.map(changesMore)).toEqual([false, false, false]);
    expect(changesMore({ ...copy('b/k', 'b/k'), changes: ['metadata'] })).toBe(true);
  });
});

describe('a request asks for some of an object (F-44)', () => {
  test.each([
    ['bytes=0-4', true],
    ['bytes=4-4', true],
    ['bytes=4-3', false],
    ['bytes=9-10', true],
    ['bytes=4-', true],
    ['bytes=-4', true],
    ['bytes=-', false],
    ['bytes=0-1,3-4', false],
    ['items=0-4', false],
  ])('by the range %s: %s', (range, asks) => {
    for (const event of [get('b/k'), head('b/k')]) expect(asksForPart({ ...event, range } as Event)).toBe(asks);
  });

  test('by the number of a part, and by nothing else', () => {
    expect(asksForPart({ ...get('b/k'), partNumber: 1 } as Event)).toBe(true);
    expect(asksForPart(head('b/k'))).toBe(false);
    expect(asksForPart(part('b/k', 1))).toBe(false);
  });
});

test('304 says that there was no need, and so is no success (F-181)', () => {
  expect([200, 204, 299, 300, 304, 404].map(isSuccess)).toEqual([true, true, true, false, false, false]);
});
