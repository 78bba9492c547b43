import { expect, test } from 'vitest';
import { violationHeadline } from './violation-text.ts';

test('a violation in one line: the property, the reason, and the step counted from 1', () => {
  const violation = {
    property: 'every-requester-pays',
    title: '',
    requirements: [],
    stepIndex: 3,
    reason: 'bob read b/x without\u001b a KMS call of his own.',
    parts: [],
    nearest: [],
  };
  expect(violationHeadline(violation)).toBe(
    'every-requester-pays: bob read b/x without\\u{1b} a KMS call of his own (step 4)',
  );
});
