import { describe, expect, test } from 'vitest';
import { bucketEncryption } from '../bucket-encryption.ts';
import { kmsKey } from '../kms-key.ts';
import { watchLooks, watchMoves } from './move.ts';

/** The moves that something makes. */
function movesOf(act: () => void): readonly string[] {
  const moves: string[] = [];
  watchMoves((...move) => moves.push(move.join(' ')), act);
  return moves;
}

test('an event that a state does not list leaves the state as it is', () => {
  expect(kmsKey.on.EnableKey.from('deleted')).toBeUndefined();
  expect(kmsKey.on.EnableKey.after('deleted')).toBe('deleted');
  expect(kmsKey.on.EnableKey.after('disabled')).toBe('enabled');
});

test('who watches what charts are asked is told of it, whether it moves, is refused, or is only asked', () => {
  const looks: string[] = [];
  watchLooks(
    (...look) => looks.push(look.join(' ')),
    () => {
      kmsKey.on.DisableKey.from('enabled');
      kmsKey.on.EnableKey.after('deleted');
      kmsKey.on.Use.refuses('enabled');
      bucketEncryption.on.PutBucketEncryption.after('sseS3', bucketEncryption.mask.ruleIsDsse);
    },
  );
  kmsKey.on.Use.refuses('enabled');
  expect(looks).toEqual([
    'kmsKey enabled DisableKey 0',
    'kmsKey deleted EnableKey 0',
    'kmsKey enabled Use 0',
    'bucketEncryption sseS3 PutBucketEncryption 4',
  ]);
});

describe('who watches charts', () => {
  test('is told of every move, of whatever chart, however it is asked for', () => {
    const moves = movesOf(() => {
      kmsKey.on.DisableKey.from('enabled');
      kmsKey.next('disabled', 'EnableKey');
      bucketEncryption.on.PutBucketEncryption.from('sseS3', bucketEncryption.mask.ruleIsDsse);
      kmsKey.on.Use.after('enabled');
    });
    expect(moves).toEqual([
      'kmsKey enabled DisableKey disabled',
      'kmsKey disabled EnableKey enabled',
      'bucketEncryption sseS3 PutBucketEncryption dsseKms',
      'kmsKey enabled Use enabled',
    ]);
  });

  test('is not told of what is refused, nor of what is only asked', () => {
    const moves = movesOf(() => {
      expect(kmsKey.on.EnableKey.from('deleted')).toBeUndefined();
      expect(kmsKey.on.Use.refuses('enabled')).toBe(false);
      expect(kmsKey.on.Use.refuses('disabled')).toBe(true);
    });
    expect(moves).toEqual([]);
  });

  test('is told nothing afterwards, also if something went wrong', () => {
    const moves: string[] = [];
    const told = (...move: string[]) => void moves.push(move.join(' '));
    const fail = () => {
      throw new Error('went wrong');
    };
    expect(() => watchMoves(told, fail)).toThrow('went wrong');
    kmsKey.on.Use.from('enabled');
    expect(moves).toEqual([]);
  });

  test('is told nothing while another one watches, and goes on afterwards', () => {
    let inner: readonly string[] = [];
    const moves = movesOf(() => {
      inner = movesOf(() => kmsKey.on.Use.from('enabled'));
      kmsKey.on.Rotate.from('enabled');
    });
    expect([inner, moves]).toEqual([['kmsKey enabled Use enabled'], ['kmsKey enabled Rotate enabled']]);
  });
});
