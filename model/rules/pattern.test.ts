import { describe, expect, test } from 'vitest';
import { patternMatches } from './pattern.ts';

const BUCKET = 'arn:aws:s3:::b';

describe('policy patterns', () => {
  test.each([
    ['without star it is exact', BUCKET, BUCKET, true],
    ['the bucket does not match its objects (SC-05)', BUCKET, `${BUCKET}/o`, false],
    ['the objects do not match the bucket (F-94, SC-03)', `${BUCKET}/*`, BUCKET, false],
    ['the objects match an object', `${BUCKET}/*`, `${BUCKET}/o`, true],
    ['a star may stand for nothing', `${BUCKET}*`, BUCKET, true],
    ['and so lets in other buckets', `${BUCKET}*`, `${BUCKET}2/o`, true],
    ['a star alone matches all', '*', BUCKET, true],
    ['a star alone matches nothing at all', '*', '', true],
    ['two stars are one', '**', 'x', true],
    ['and may stand for nothing', 'a**b', 'ab', true],
    ['no pattern matches only nothing', '', '', true],
    ['no pattern does not match something', '', 'x', false],
    ['beginning and end may not overlap', 'ab*ba', 'aba', false],
    ['beginning and end may touch', 'ab*ba', 'abba', true],
    ['a star alone in between needs both ends', 'a*a', 'a', false],
    ['pieces come in order', '*b*a*', 'ab', false],
    ['a piece found too early is looked for no further than needed', '*ab*b', 'aab', false],
    ['a piece may overlap itself', '*aab*', 'aaab', true],
    ['the last piece is at the end', 'a*b', 'abc', false],
    ['the first piece is at the beginning', 'b*', 'ab', false],
    ['what regular expressions read as more stands for itself', 'a.c*', 'abc', false],
    ['a question mark is one character (F-94)', 'a?c', 'abc', true],
    ['not none', 'a?c', 'ac', false],
    ['nor two', 'a?c', 'abbc', false],
    ['be it a slash', `${BUCKET}?o`, `${BUCKET}/o`, true],
    ['or a question mark', 'a?c', 'a?c', true],
    ['at the end it is one more', `${BUCKET}?`, BUCKET, false],
    ['before a star one at least', `${BUCKET}?*`, BUCKET, false],
    ['and any number', `${BUCKET}?*`, `${BUCKET}/o`, true],
    ['between stars it is found further on', '*?b?c*', 'abbabdc', true],
    ['and nowhere where there is too little left', '*b??', 'ab', false],
    ['beginning and end may not share one', '?*?', 'a', false],
    ['a bracket stands for itself', '[ab]*', '[ab]x', true],
  ])('%s: %s on %s', (_why, pattern, value, matches) => {
    expect(patternMatches(pattern, value)).toBe(matches);
  });
});
