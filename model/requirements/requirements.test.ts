import { describe, expect, test } from 'vitest';
import { rowOf } from '../openness/index.ts';
import { claims } from './claims.ts';
import { OPEN_POINTS, REQUIREMENTS, requirement, sourceTags, sourceUrl } from './index.ts';
import { UNPUBLISHED_SOURCES } from './sources.ts';

const LAST = { 'F-': 215, P: 15, 'D-': 22, 'K-': 31, 'E-': 59, 'U-': 40, 'SC-': 38 };

describe('requirements', () => {
  test('ids are unique: a citation means one claim', () => {
    expect(new Set(REQUIREMENTS.map(({ id }) => id)).size).toBe(REQUIREMENTS.length);
  });

  test.each(Object.entries(LAST))(
    '%s ids run from 1 to %i without a gap, so that a missing claim is noticed',
    (prefix, last) => {
      const numbers = REQUIREMENTS.filter(({ id }) => id.startsWith(prefix)).map(({ id }) => id.slice(prefix.length));
      const digits = prefix === 'P' ? 1 : 2;
      const expected = Array.from({ length: last }, (_, index) => String(index + 1).padStart(digits, '0'));
      expect(numbers.toSorted()).toEqual(expected.toSorted());
    },
  );

  test('there are no ids but those of the known kinds', () => {
    expect(REQUIREMENTS).toHaveLength(Object.values(LAST).reduce((sum, last) => sum + last));
  });

  test('a claim is short: no more than 240 characters', () => {
    expect(REQUIREMENTS.filter(({ text }) => text.length > 240).map(({ id, text }) => `${id} ${text.length}`)).toEqual(
      [],
    );
  });

  test('a row is read over the lines it takes, and is about behaviour unless it says otherwise', () => {
    const rows = claims(`
F-01 | documented | UG:a; UG:b | One
    thing.
F-02 | implied, background |
    UG:a | Another.
`);
    expect(rows).toEqual([
      { id: 'F-01', kind: 'behaviour', confidence: 'documented', source: 'UG:a; UG:b', text: 'One thing.' },
      { id: 'F-02', kind: 'background', confidence: 'implied', source: 'UG:a', text: 'Another.' },
    ]);
  });

  test.each([
    ['a part too few', 'F-01 | documented | UG:a', 'four parts'],
    ['a part too many', 'F-01 | documented | UG:a | One | thing.', 'four parts'],
    ['an unknown confidence', 'F-01 | rumoured | UG:a | One thing.', 'no such confidence'],
    ['an unknown kind', 'F-01 | implied, foreground | UG:a | One thing.', 'no such kind'],
  ])('a row with %s is refused', (_what, row, problem) => {
    expect(() => claims(row)).toThrow(problem);
  });

  test('every text is a statement: it starts like one, says something and ends with a stop', () => {
    expect(REQUIREMENTS.filter(({ text }) => !/^(?:[A-Z0-9]|aws[:/]|kms:).{20,}[.?]$/s.test(text))).toEqual([]);
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
