import { expect, test } from 'vitest';
import { unsetBlocks } from './blocked-encryption.ts';

test.each([
  ['eu-west-1', ['SSE-C']],
  ['me-south-1', ['NONE']],
  ['me-central-1', ['NONE']],
] as const)('a bucket of %s that nobody has told blocks %j (F-17)', (region, blocks) => {
  expect(unsetBlocks({ unsetBlock: ['SSE-C'] }, region)).toEqual(blocks);
});
