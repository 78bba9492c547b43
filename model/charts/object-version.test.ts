import { describe, expect, test } from 'vitest';
import { objectVersion } from './object-version.ts';

const { encryption, etag } = objectVersion;
const RESULTS = ['sseS3', 'sseKms', 'sseKmsBucketKey', 'dsseKms'] as const;

describe('the encryption of an object', () => {
  test('no event makes a plain object: since 2023 S3 encrypts everything (F-33)', () => {
    expect(encryption.cells.filter(({ next }) => next === 'plain')).toEqual([]);
  });

  test('writing anew decides alone, whatever was stored before (F-40, F-47)', () => {
    for (const state of encryption.states) {
      for (const result of RESULTS) {
        const write = encryption.valuation({ type: 'Write', result });
        const arrival = encryption.valuation({ type: 'ReplicaArrives', result, keeps: 'nothing' });
        expect(encryption.next(state, 'Write', write)).toBe(result);
        expect(encryption.next(state, 'ReplicaArrives', arrival)).toBe(result);
      }
    }
  });

  test('deleting is no error, even where nothing is', () => {
    for (const state of encryption.states) expect(encryption.next(state, 'DeleteObject')).toBe('absent');
  });
});

describe('the class of an ETag', () => {
  test.each(RESULTS)(
    'written as %s: the MD5 for what S3 encrypts, and with or without bucket key none (F-80 to F-82)',
    (result) => {
      for (const state of etag.states) {
        const next = etag.next(state, 'Write', etag.valuation({ type: 'Write', result }));
        expect(next).toBe(result === 'sseS3' ? 'md5' : 'opaque');
      }
    },
  );

  test.each(RESULTS)('a replica that is %s keeps that of its source, but for a plain one (F-64, F-78)', (result) => {
    const arrives = (keeps: 'nothing' | 'md5' | 'opaque') =>
      etag.states.map((state) =>
        etag.next(state, 'ReplicaArrives', etag.valuation({ type: 'ReplicaArrives', result, keeps })),
      );
    expect(new Set(arrives('md5'))).toEqual(new Set(['md5']));
    expect(new Set(arrives('opaque'))).toEqual(new Set(['opaque']));
    expect(new Set(arrives('nothing'))).toEqual(new Set([result === 'sseS3' ? 'md5' : 'opaque']));
  });

  test('goes with the object', () => {
    expect(etag.states.map((state) => etag.next(state, 'DeleteObject'))).toEqual([undefined, 'none', 'none', 'none']);
  });

  test('of what is made of parts is of its own class, and so is that of its replica (F-78, F-83)', () => {
    for (const state of etag.states) {
      for (const result of RESULTS) {
        expect(etag.next(state, 'Write', etag.valuation({ type: 'Write', result, inParts: true }))).toBe('multipart');
        const arrival = { type: 'ReplicaArrives', result, keeps: 'multipart' } as const;
        expect(etag.next(state, 'ReplicaArrives', etag.valuation(arrival))).toBe('multipart');
      }
    }
  });
});
