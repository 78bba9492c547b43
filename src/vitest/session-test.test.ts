import { describe, expect, test } from 'vitest';
import type { Observation, Setup } from '../../model/index.ts';
import { profileNamed } from '../../model/index.ts';
import { Oracle } from '../oracle/oracle.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { judgedSession } from './judged-session.ts';
import { bucketkeyTest, type SessionOptions } from './session-test.ts';

const account = '111111111111';
const setup: Setup = {
  requesters: [{ name: 'app', account, principal: 'app', session: 'i-1' }],
  kmsKeys: [],
  aliases: [],
  buckets: [{ name: 'b1', account, plainObjects: [] }],
};
const GET_RULE = { atMs: 0, by: 'app', event: { op: 'GetBucketEncryption', bucket: 'b1' } } as const;

const withSession = bucketkeyTest({ setup });

withSession('a test is given a system and the model, and both see each step', async ({ session, oracle }) => {
  const seen = await session.apply(GET_RULE);
  expect(seen.rule).toMatchObject({ SSEAlgorithm: 'AES256' });
  expect(session.trace()).toMatchObject({ header: { sut: 'embedded reference' }, steps: [{ step: GET_RULE }] });
  expect(oracle.verdict).toBe('conforms');
  expect(oracle.frontier).toHaveLength(1);
});

withSession('the next test is given others', ({ session }) => {
  expect(session.trace().steps).toEqual([]);
});

/** A system that answers each step so, and counts how often it was stopped. */
function answering(answer: () => unknown): Sut & { stopped: number } {
  const sut = {
    ...embeddedSut(),
    stopped: 0,
    start: async () => ({
      apply: async () => answer() as Observation,
      stop: async () => {
        sut.stopped += 1;
      },
    }),
  };
  return sut;
}

async function begun(answer: () => unknown, profile = profileNamed('ideal')) {
  const sut = answering(answer);
  const oracle = new Oracle(setup, profile);
  return { sut, oracle, ...(await judgedSession({ sut, setup, profile, seed: 1, oracle })) };
}

describe('a session', () => {
  test('fails at the step that violates, with the reason first and the line that took the step', async () => {
    const { session, end, sut, oracle } = await begun(() => ({ status: 404, code: 'NoSuchBucket' }));
    const error = (await session.apply(GET_RULE).catch((cause: unknown) => cause)) as Error;
    expect(error.message).toMatch(/^errors: app tried GetBucketEncryption on b1 .* \(step 1\)\n\n {2}trace {2}of /);
    const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
    expect(frames[0]).toContain('session-test.test.ts');
    expect(oracle.verdict).toBe('violates');
    expect(session.trace().steps).toHaveLength(1);
    // What was told is not told again.
    await end('');
    expect(sut.stopped).toBe(1);
  });

  test('what is no observation is no answer', async () => {
    const { session } = await begun(() => ({ status: 'fine' }));
    await expect(session.apply(GET_RULE)).rejects.toThrow(/^system-answers: .* what the system gave is no observation/);
  });

  test('what the system throws comes through', async () => {
    const { session, end, sut } = await begun(() => {
      throw new TypeError('out of order');
    });
    await expect(session.apply(GET_RULE)).rejects.toThrow(new TypeError('out of order'));
    await end('');
    expect(sut.stopped).toBe(1);
  });

  test('at its end says what is not settled', async () => {
    const { session, end } = await begun(() => ({ status: 503, code: 'SlowDown' }), profileNamed('aws'));
    await session.apply(GET_RULE);
    await expect(end('')).rejects.toThrow(/^explained: [\s\S]*Unknown: /);
  });
});

test.each<[Partial<SessionOptions>, string]>([
  [{ seed: -1 }, 'seed takes a whole number from 0 to 4294967295, not -1'],
  [{ sut: { ...embeddedSut(), name: '' } }, 'sut.name takes a name for reports, not ""'],
])('options are held to what they take: %j', (options, message) => {
  expect(() => bucketkeyTest({ setup, ...options })).toThrow(message);
});
