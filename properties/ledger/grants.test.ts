import { describe, expect, test } from 'vitest';
import { grant, revoke } from '../../model/testing/events.ts';
import { Grants } from './grants.ts';

const BOB = { roleArn: 'arn:aws:iam::111111111111:role/bob' };
const BUCKET = 'arn:aws:s3:::b';

describe('the grants of a key', () => {
  test('allow until they are revoked, and may be seen for a while after that (F-122)', () => {
    const grants = new Grants(60_000, false);
    const says = (nowMs: number) => grants.allow(BOB, 'Decrypt', BUCKET, null, nowMs);
    grants.apply(grant('g1', BOB.roleArn), 0, 1);
    expect([says(59_999), says(60_000)]).toEqual(['open', 'yes']);
    grants.apply(revoke('g1'), 100_000, 2);
    expect([says(100_000), says(159_999), says(160_000)]).toEqual(['open', 'open', 'no']);
    expect(grants.takenFrom(BOB)).toEqual({ atMs: 100_000, step: 2 });
  });

  test('that were revoked long ago are gone, whatever comes after them', () => {
    for (const isOfPast of [false, true]) {
      const grants = new Grants(0, isOfPast);
      grants.apply(grant('g1', BOB.roleArn), 0, 1);
      grants.apply(revoke('g1'), 1, 2);
      grants.apply(grant('g2', 'arn:aws:iam::111111111111:role/ann'), 2, 3);
      expect(grants.isThere('g1', 3)).toBe('no');
      expect(grants.isThere('g2', 3)).toBe('yes');
      // Of a key of the past nobody knows which others there are.
      expect(grants.isThere('g3', 3)).toBe(isOfPast ? 'open' : 'no');
      expect(grants.takenFrom(BOB)).toEqual({ atMs: 1, step: 2 });
      grants.apply(grant('g1', BOB.roleArn), 4, 4);
      expect(grants.isThere('g1', 5)).toBe('yes');
    }
  });
});
