import { type TestAPI, test } from 'vitest';
import type { Profile, Setup } from '../../model/index.ts';
import { Oracle } from '../oracle/oracle.ts';
import { checkedSut } from '../suts/checked-sut.ts';
import { embeddedFor } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { MAX_SEED } from '../trace/limits.ts';
import { checkedProfile, wholeNumber } from './checked-options.ts';
import { type JudgedSession, judgedSession } from './judged-session.ts';
import { callSiteOf } from './user-error.ts';

/** What each test of {@link bucketkeyTest} begins with. */
export interface SessionOptions {
  /** The system under test; omitted = the embedded reference implementation. */
  readonly sut?: Sut;
  /** What is there before the first step. */
  readonly setup: Setup;
  /** Omitted = `ideal`. */
  readonly profile?: Profile;
  /** Whole number from 0 to 2^32 - 1 that the system is started with; omitted = 1. */
  readonly seed?: number;
}

/** What a test of {@link bucketkeyTest} is given. */
export interface SessionFixtures {
  /** The model, which has seen each step that the session took: the worlds that explain them, and the verdict. */
  readonly oracle: Oracle;
  /** The system under test, started afresh, which holds each step to the model and the properties. */
  readonly session: JudgedSession;
}

/**
 * A `test` whose tests take steps of their own: each is given a system that was started afresh, and fails at the step
 * that violates something. At its end it fails where the whole of the steps does, or where the verdict is `unknown`.
 *
 * @throws RangeError that says which option is wrong, and what it takes
 * @example
 * ```ts
 * import type { Setup } from 'bucketkey/model';
 * import { bucketkeyTest } from 'bucketkey/vitest';
 * import { expect } from 'vitest';
 *
 * const account = '111111111111';
 * const setup: Setup = {
 *   requesters: [{ name: 'app', account, principal: 'app', session: 'i-1' }],
 *   kmsKeys: [],
 *   aliases: [],
 *   buckets: [{ name: 'b1', account, plainObjects: [] }],
 * };
 * const test = bucketkeyTest({ setup });
 *
 * test('a bucket has a rule from the beginning', async ({ session, oracle }) => {
 *   const seen = await session.apply({ atMs: 0, by: 'app', event: { op: 'GetBucketEncryption', bucket: 'b1' } });
 *   expect(seen.rule).toMatchObject({ SSEAlgorithm: 'AES256' });
 *   expect(oracle.verdict).toBe('conforms');
 * });
 * ```
 */
export function bucketkeyTest({ sut, setup, profile, seed }: SessionOptions): TestAPI<SessionFixtures> {
  const site = callSiteOf(bucketkeyTest);
  const judgedBy = checkedProfile(profile);
  const bench = {
    sut: sut === undefined ? embeddedFor(judgedBy) : checkedSut(sut),
    setup,
    profile: judgedBy,
    seed: wholeNumber('seed', seed, 0, MAX_SEED) ?? 1,
  };
  return test.extend<SessionFixtures>({
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures one needs, and this needs none
    oracle: async ({}, use) => use(new Oracle(setup, judgedBy)),
    session: async ({ oracle }, use) => {
      const { session, end } = await judgedSession({ ...bench, oracle });
      await use(session);
      await end(site);
    },
  });
}
