import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { profileNamed, type Setup } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Trace } from '../trace/trace.ts';
import { bucketkeyMatchers } from './matchers.ts';

expect.extend(bucketkeyMatchers);

const account = '111111111111';
const setup: Setup = {
  requesters: [{ name: 'app', account, principal: 'app', session: 'i-1' }],
  kmsKeys: [{ id: 'k1', account }],
  aliases: [],
  buckets: [{ name: 'b1', account, plainObjects: [] }],
};
const kmsKeyArn = `arn:aws:kms:eu-west-1:${account}:key/k1`;
const rule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: kmsKeyArn, BucketKeyEnabled: true } as const;
const encrypted = { sse: 'aws:kms', kmsKeyArn, bucketKeyEnabled: true } as const;
const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };

const PUT_RULE: ObservedStep = {
  step: { atMs: 0, by: 'app', event: { op: 'PutBucketEncryption', bucket: 'b1', rules: [rule] } },
  observation: { status: 200 },
};

const CALL = {
  operation: 'GenerateDataKey',
  by: 'app',
  keyArn: kmsKeyArn,
  context: { 'aws:s3:arn': 'arn:aws:s3:::b1' },
  result: 'ok',
} as const;

/** A write at a time, with or without a KMS call. */
function write(atMs: number, isCold: boolean): ObservedStep {
  return {
    step: { atMs, by: 'app', event: { op: 'PutObject', bucket: 'b1', key: 'x', body, headers: {} } },
    observation: {
      status: 200,
      ...encrypted,
      etag: `${atMs}`.padStart(32, 'a'),
      kmsCalls: isCold ? [CALL] : [],
    },
  };
}

function traceOf(steps: readonly ObservedStep[], profile: Trace['header']['profile'] = 'ideal'): Trace {
  return { header: { bucketkeyTrace: 1, profile, sut: 'recorded', seed: 1, setup }, steps };
}

const RIGHT = traceOf([PUT_RULE, write(0, true), write(1_000, false)]);
const FREE = traceOf([PUT_RULE, write(0, false)]);
/** Explained only where plaintext is cached for longer than `aws` assumes. */
const LATE = traceOf([PUT_RULE, write(30 * 60_000, true), write(30 * 60_000 + 25 * 3_600_000, false)], 'aws');

/** What an expectation that fails says; undefined where it does not fail. */
function messageOf(expectation: () => void): string | undefined {
  try {
    expectation();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('toConform', () => {
  test('a story keeps to the columns of a narrow terminal, which COLUMNS has to tell', () => {
    const widest = (columns: string) => {
      vi.stubEnv('COLUMNS', columns);
      const [, ...story] = `${messageOf(() => expect(FREE).toConform())}`.split('\n');
      // Addresses are not broken.
      return Math.max(...story.filter((line) => !/^ *https:/.test(line)).map((line) => line.length));
    };
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(widest('60')).toBeLessThanOrEqual(60);
    expect(widest('')).toBeGreaterThan(60);
  });

  test('what conforms does, by the profile of the header or another', () => {
    expect(RIGHT).toConform();
    expect(RIGHT).toConform({ profile: profileNamed('aws') });
    expect(messageOf(() => expect(RIGHT).not.toConform())).toBe('conforms to ideal in all of 3 steps');
  });

  test('what violates is told by its reason, then its story', () => {
    expect(FREE).not.toConform();
    expect(
      messageOf(() => expect(FREE).toConform())
        ?.split('\n')
        .slice(0, 3),
    ).toEqual([
      expect.stringMatching(/^every-requester-pays: app wrote b1\/x at 0 s without a KMS call.* \(step 2\)$/),
      '',
      '  trace  of recorded, seed 1, judged by the profile ideal',
    ]);
  });

  test('what is not settled neither conforms nor violates', () => {
    const told = /^every-requester-pays: [\s\S]*Unknown: +conforms only if/;
    expect(messageOf(() => expect(LATE).toConform())).toMatch(told);
    expect(messageOf(() => expect(LATE).not.toConform())).toMatch(told);
  });

  test('warns where nothing but statuses was observed', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    expect(RIGHT).toConform();
    expect(warn).not.toHaveBeenCalled();
    expect(
      traceOf(RIGHT.steps.map(({ step, observation: { status } }) => ({ step, observation: { status } }))),
    ).toConform();
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('nothing but statuses was observed of "recorded"'),
    );
  });

  test.each([3, null, {}, { header: {}, steps: 3 }])('%j is no trace', (given) => {
    expect(() => expect(given).toConform()).toThrow(TypeError);
    expect(() => expect(given).not.toConform()).toThrow(/^toConform takes a trace, as readTraceFile/);
  });
});

describe('toHold', () => {
  test('a property whose case occurs, and the model', () => {
    expect(RIGHT).toHold('every-requester-pays');
    expect(RIGHT).toHold('explained');
    expect(messageOf(() => expect(RIGHT).not.toHold('explained'))).toBe(
      'explained: it holds, and was checked in 3 steps',
    );
  });

  test('judges by nothing else', () => {
    expect(FREE).not.toHold('every-requester-pays');
    expect(messageOf(() => expect(FREE).toHold('explained'))).toMatch(
      /^explained: app wrote b1\/x at 0 s, but KMS was/,
    );
    expect(FREE).toHold('etag-class');
  });

  test('of a property whose case does not occur nothing is claimed, nor of its negation', () => {
    const told =
      /^replication-settles: its case never occurs in this trace: no step is about it, and nothing is claimed\n/;
    expect(messageOf(() => expect(RIGHT).toHold('replication-settles'))).toMatch(told);
    expect(messageOf(() => expect(RIGHT).not.toHold('replication-settles'))).toMatch(told);
  });

  test('what is not settled neither holds nor is violated', () => {
    const told = /^every-requester-pays: [\s\S]*Unknown: +conforms only if/;
    expect(messageOf(() => expect(LATE).toHold('every-requester-pays'))).toMatch(told);
    expect(messageOf(() => expect(LATE).not.toHold('every-requester-pays'))).toMatch(told);
  });

  test('an id that there is not, and one that takes two traces', () => {
    expect(() => expect(RIGHT).toHold('decryptible')).toThrow(
      'there is no property "decryptible" (did you mean decryptable?)',
    );
    expect(() => expect(RIGHT).toHold('symmetry')).toThrow('symmetry compares two traces: one alone does not show it');
  });
});
