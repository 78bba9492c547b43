import { describe, expect, test } from 'vitest';
import { rowOf } from '../openness/index.ts';
import { OPEN_POINTS, REQUIREMENTS, requirement, sourceTags, sourceUrl } from './index.ts';
import { UNPUBLISHED_SOURCES } from './sources.ts';

const PREFIXES = { F: 159, D: 19, K: 31, E: 40, U: 26, SC: 38 };
/** Those of later operations, by their ids in the collection of facts, of which the rest is not needed here. */
const LATER: readonly string[] = ['E-45', 'F-160', 'F-183', 'U-34'];

describe('requirements', () => {
  test('ids are unique: a citation means one claim', () => {
    expect(new Set(REQUIREMENTS.map(({ id }) => id)).size).toBe(REQUIREMENTS.length);
  });

  test.each(Object.entries(PREFIXES))(
    '%s- ids run from 01 to %i without a gap, so that a missing claim is noticed',
    (prefix, last) => {
      const ids = REQUIREMENTS.map(({ id }) => id).filter((id) => id.startsWith(`${prefix}-`) && !LATER.includes(id));
      const expected = Array.from({ length: last }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`);
      expect(ids.toSorted()).toEqual(expected.toSorted());
    },
  );

  test('there are no ids but those of the known kinds', () => {
    const total = Object.values(PREFIXES).reduce((sum, count) => sum + count);
    expect(REQUIREMENTS).toHaveLength(total + LATER.length);
  });

  test('every text is a statement: it starts with a capital or code, says something and ends with a stop', () => {
    expect(REQUIREMENTS.filter(({ text }) => !/^[A-Z`].{20,}[.?]$/s.test(text))).toEqual([]);
  });

  test('every source is a public page or says why there is none', () => {
    const tags = new Set(REQUIREMENTS.flatMap(({ source }) => sourceTags(source)));
    const published = [...tags].filter((tag) => !UNPUBLISHED_SOURCES.includes(tag));
    expect(published.filter((tag) => !URL.canParse(sourceUrl(tag) ?? ''))).toEqual([]);
  });

  test('a tag of an unknown kind has no page, so that a misspelt source is noticed', () => {
    expect(sourceUrl('UGG:bucket-key')).toBeUndefined();
    expect(sourceUrl('constructor')).toBeUndefined();
  });

  test('the address is that of the first source that has a page', () => {
    expect(requirement('F-01')?.url).toBe(
      'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html',
    );
    expect(requirement('F-28')?.url).toBe('https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html');
    expect(requirement('F-139')?.url).toBeUndefined();
  });

  test('a requirement is found by its id, and nothing by a name every object has', () => {
    expect(requirement('U-04')?.area).toBe('open-points');
    expect(requirement('F-1')).toBeUndefined();
    expect(requirement('__proto__')).toBeUndefined();
  });
});

describe('open points', () => {
  test('each has a treatment: its own, or the sentences of the profile fields that are for it alone', () => {
    expect(OPEN_POINTS.filter(({ treatment }) => !/^[A-Z].{20,}\.$/s.test(treatment)).map(({ id }) => id)).toEqual([]);
    const byName = (name: string) => OPEN_POINTS.find(({ id }) => id === name);
    expect(byName('U-09')?.treatment).toBe(`${rowOf('writeWarmsRead').text} ${rowOf('readWarmsWrite').text}`);
  });

  test('each names the profile fields that close or bound it', () => {
    const bounded = new Map(OPEN_POINTS.map(({ id, boundedBy }) => [id, boundedBy]));
    expect(bounded.get('U-10')).toEqual(['earlyEviction', 'cacheLifetime', 'kmsDelayMs']);
    expect(bounded.get('U-13')).toEqual(['mixedReplicaFlag', 'replicationVerifies']);
    expect(bounded.get('U-18')).toEqual([]);
  });
});
