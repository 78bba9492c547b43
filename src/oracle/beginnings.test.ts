import { expect, test } from 'vitest';
import type { Beginning } from '../../model/index.ts';
import { Beginnings } from './beginnings.ts';

const UNDER_S3 = { sse: 'AES256', kmsKeyArn: undefined, bucketKey: false } as const;

/** Each about another thing; some differ in one name only. */
const THINGS: readonly Beginning[] = [
  { about: 'object', bucket: 'b', key: 'x', was: null },
  { about: 'object', bucket: 'b', key: 'y', was: null },
  { about: 'bucket', bucket: 'b', was: 'there' },
  { about: 'bucket', bucket: 'c', was: 'there' },
  { about: 'rule', bucket: 'b', was: UNDER_S3 },
  { about: 'rule', bucket: 'c', was: UNDER_S3 },
  { about: 'policy', bucket: 'b', by: 'ann' },
  { about: 'policy', bucket: 'b', by: 'bob' },
  { about: 'cache', bucket: 'b', by: 'ann', kmsKeyArn: 'k1' },
  { about: 'cache', bucket: 'b', by: 'ann', kmsKeyArn: 'k2' },
  { about: 'kmsKey', arn: 'k1', refused: 'DisabledException' },
  { about: 'kmsKey', arn: 'k2', refused: 'DisabledException' },
];

test('each thing is told once, by the first step that shows it', () => {
  const beginnings = new Beginnings();
  for (const stepIndex of [3, 4]) {
    beginnings.note(THINGS);
    beginnings.settle(stepIndex);
  }
  expect(beginnings.inferred()).toEqual(THINGS.map((thing) => ({ ways: [thing], stepIndex: 3 })));
});

test('what a later step shows first is told by that one', () => {
  const beginnings = new Beginnings();
  for (const [stepIndex, thing] of THINGS.entries()) {
    beginnings.note([thing]);
    beginnings.settle(stepIndex);
  }
  expect(beginnings.inferred()).toEqual(THINGS.map((thing, stepIndex) => ({ ways: [thing], stepIndex })));
});

test('the ways of one step stand beside each other, and only of what the first way is about', () => {
  const beginnings = new Beginnings();
  const way = (was: 'there' | 'not there'): Beginning => ({ about: 'bucket', bucket: 'b', was });
  beginnings.note([way('there')]);
  beginnings.note([way('not there'), { about: 'bucket', bucket: 'c', was: 'there' }]);
  beginnings.note([way('there')]);
  beginnings.settle(0);
  expect(beginnings.inferred()).toEqual([{ ways: [way('there'), way('not there')], stepIndex: 0 }]);
});

test('of many ways the first eight are told', () => {
  const beginnings = new Beginnings();
  for (let way = 0; way < 10; way++) beginnings.note([{ about: 'kmsKey', arn: 'k', refused: `${way}` }]);
  beginnings.settle(0);
  expect(beginnings.inferred()[0]?.ways).toHaveLength(8);
});
