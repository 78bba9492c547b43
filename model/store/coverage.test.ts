import { describe, expect, test } from 'vitest';
import { type Generation, type Holding, NO_BUCKET_KEY, type Reader, SOME_BUCKET_KEY } from '../records/records.ts';
import { cachesMoreGenerations, cachesMoreHoldings } from './coverage.ts';

const HELD: Holding = {
  generation: 3,
  mintedAtMs: 10,
  obtainedAtMs: 20,
  epoch: 1,
  byRead: false,
  othersUntilMs: 40,
  someObtainedAtMs: 15,
  lastObtainedAtMs: 20,
};
const NOTHING: Holding = { ...HELD, generation: NO_BUCKET_KEY, mintedAtMs: -1, obtainedAtMs: -1 };

describe('a cache that holds more or fresher admits whatever the other admits (U-05)', () => {
  const cases: readonly (readonly [what: string, a: Holding | undefined, b: Holding | undefined, covers: boolean])[] = [
    ['the same', HELD, { ...HELD }, true],
    ['something, where the other has nothing', HELD, undefined, true],
    ['nothing, where the other has something', undefined, HELD, false],
    ['nothing, as the other', undefined, undefined, true],
    ['obtained later', { ...HELD, obtainedAtMs: 21 }, HELD, true],
    ['obtained earlier', { ...HELD, obtainedAtMs: 19 }, HELD, false],
    ['some obtained later', { ...HELD, someObtainedAtMs: 16 }, HELD, true],
    ['some obtained earlier', { ...HELD, someObtainedAtMs: 14 }, HELD, false],
    ['last obtained later', { ...HELD, lastObtainedAtMs: 21 }, HELD, true],
    ['last obtained earlier', { ...HELD, lastObtainedAtMs: 19 }, HELD, false],
    ['others for longer', { ...HELD, othersUntilMs: 41 }, HELD, true],
    ['others for shorter', { ...HELD, othersUntilMs: 39 }, HELD, false],
    ['of a later epoch', { ...HELD, epoch: 2 }, HELD, true],
    ['of an earlier epoch, so that more of it may be lost', { ...HELD, epoch: 0 }, HELD, false],
    ['another bucket key for writes, which shows on later reads', { ...HELD, generation: 4 }, HELD, false],
    ['one that may be any, where the other is known', { ...HELD, generation: SOME_BUCKET_KEY }, HELD, false],
    ['one that was obtained by a read (U-09)', { ...HELD, byRead: true }, HELD, false],
    ['none for writes, where the other has one', NOTHING, HELD, false],
    ['one for writes, where the other has none', HELD, NOTHING, false],
    ['none for writes, as the other', { ...NOTHING, lastObtainedAtMs: 30 }, NOTHING, true],
  ];
  test.each(cases)('%s', (_what, a, b, covers) => {
    expect(cachesMoreHoldings(a, b)).toBe(covers);
  });
});

describe('a bucket key with more or fresher readers admits whatever the other admits', () => {
  const reader: Reader = { identity: 0, cache: 0, obtainedAtMs: 20, epoch: 1, byWrite: false };
  const made = (...readers: readonly Reader[]): Generation => ({ state: 'minted', family: 0, mintedAtMs: 10, readers });
  const cases: readonly (readonly [
    what: string,
    a: Generation | undefined,
    b: Generation | undefined,
    covers: boolean,
  ])[] = [
    ['the same readers', made(reader), made({ ...reader }), true],
    ['one more', made(reader, { ...reader, identity: 1 }), made(reader), true],
    ['one less', made(), made(reader), false],
    ['another requester', made({ ...reader, identity: 1 }), made(reader), false],
    ['another cache', made({ ...reader, cache: 1 }), made(reader), false],
    ['obtained later', made({ ...reader, obtainedAtMs: 21 }), made(reader), true],
    ['obtained earlier', made({ ...reader, obtainedAtMs: 19 }), made(reader), false],
    ['of an earlier epoch', made({ ...reader, epoch: 0 }), made(reader), false],
    [
      'obtained by a read, which serves reads at least as well as by a write (U-09)',
      made(reader),
      made({ ...reader, byWrite: true }),
      true,
    ],
    ['obtained by a write, which may not serve reads (U-09)', made({ ...reader, byWrite: true }), made(reader), false],
    ['made at another time', { ...made(reader), mintedAtMs: 11 }, made(reader), false],
    ['of another family', { ...made(reader), family: 1 }, made(reader), false],
    ['of another state', { ...made(reader), state: 'retired' }, made(reader), false],
    ['one that the other world never made', made(reader), undefined, false],
    ['one that only the other world made', undefined, made(), false],
  ];
  test.each(cases)('%s', (_what, a, b, covers) => {
    expect(cachesMoreGenerations(a, b)).toBe(covers);
  });
});
