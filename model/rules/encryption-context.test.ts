import { describe, expect, test } from 'vitest';
import { Arns } from '../vocabulary/arns.ts';
import { callerPairs, contextArn, encryptionContext, namesArnPair, partitionOf } from './encryption-context.ts';

describe('the pair S3 adds (F-88)', () => {
  const ARNS = new Arns({});

  test('is the ARN of the object without a bucket key, and the bare ARN of the bucket with one', () => {
    expect(contextArn(ARNS, 'b', 'a/b.csv', false)).toBe('arn:aws:s3:::b/a/b.csv');
    expect(contextArn(ARNS, 'b', 'a/b.csv', true)).toBe('arn:aws:s3:::b');
  });

  test('is of the partition of the region', () => {
    const china = new Arns({ region: 'cn-north-1' });
    expect(contextArn(china, 'b', 'a', false)).toBe('arn:aws-cn:s3:::b/a');
    expect(contextArn(china, 'b', 'a', true)).toBe('arn:aws-cn:s3:::b');
  });

  test('wins over a pair of the same name that the caller sends (F-89)', () => {
    const headers = { context: { 'aws:s3:arn': 'mine', a: 'b' } };
    expect(namesArnPair(headers)).toBe(true);
    expect(encryptionContext('arn:aws:s3:::b', callerPairs(headers))).toEqual({
      'aws:s3:arn': 'arn:aws:s3:::b',
      a: 'b',
    });
  });

  test('is all there is where the caller adds nothing', () => {
    expect(encryptionContext('arn:aws:s3:::b', callerPairs({}))).toEqual({ 'aws:s3:arn': 'arn:aws:s3:::b' });
    expect([namesArnPair({}), namesArnPair({ context: 'malformed' }), namesArnPair({ context: { a: 'b' } })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("the caller's pairs (F-89)", () => {
  test('come in order of name, whatever order they were sent in, so that equal contexts are equal (F-91)', () => {
    const pairs = callerPairs({ context: { b: '2', a: '1' } });
    expect(pairs).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(partitionOf(pairs)).toBe(partitionOf(callerPairs({ context: { a: '1', b: '2' } })));
  });

  test('make a partition each, none making the one of all objects without pairs (U-12)', () => {
    const names = [{}, { a: 'b' }, { a: 'c' }, { b: 'a' }, { a: 'b', c: 'd' }].map((context) =>
      partitionOf(callerPairs({ context })),
    );
    expect(names[0]).toBe('');
    expect(new Set(names).size).toBe(names.length);
  });

  test('cannot be mistaken for others by the characters in them', () => {
    for (const by of [',', '=', '&', ';', '|', '":"', '\0', '']) {
      const pairs = [
        [['a', `b${by}c${by}d`]],
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
        [[`a${by}b`, `c${by}d`]],
        [
          ['a', `b${by}c`],
          ['d', ''],
        ],
      ];
      const names = pairs.map((one) => partitionOf(one as [string, string][]));
      expect(new Set(names).size).toBe(names.length);
    }
    expect(partitionOf([['a', 'b']])).not.toBe(partitionOf([['A', 'b']]));
  });

  test('may have any name: __proto__ is a name like others', () => {
    const context = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
    const sent = encryptionContext('arn:aws:s3:::b', callerPairs({ context }));
    expect(Object.entries(sent)).toEqual([
      ['aws:s3:arn', 'arn:aws:s3:::b'],
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  test('are none in a header that is malformed (F-92)', () => {
    expect(callerPairs({ context: 'malformed' })).toEqual([]);
  });
});
