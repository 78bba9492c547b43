import { describe, expect, test, vi } from 'vitest';
import { type Observation, profileNamed } from '../../../model/index.ts';
import { check } from '../../check/check.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../../reference/index.ts';
import type { Sut } from '../../suts/sut.ts';
import { ALL, endpointAt, ONE, served } from '../testing/served-endpoint.ts';
import { cleanRun } from './clean-run.ts';
import { callsOf, endpointSut } from './endpoint-sut.ts';
import { probe } from './probe.ts';

const request = { profile: profileNamed('aws-at-once'), runs: 8, seed: 5, maxSteps: 50 };

/** A system of which only some parts are seen. */
function seeing(sut: Sut, parts: readonly (keyof Observation)[]): Sut {
  const part = (seen: Observation) =>
    Object.fromEntries(
      Object.entries(seen).filter(([name]) => parts.some((one) => one === name)),
    ) as unknown as Observation;
  return {
    ...sut,
    shows: parts,
    start: async (setup, seed) => {
      const session = await sut.start(setup, seed);
      if ('declined' in session) return session;
      const apply: typeof session.apply = async (step, options) => {
        const answer = await session.apply(step, options);
        return 'observation' in answer ? { ...answer, observation: part(answer.observation) } : answer;
      };
      return { apply, stop: () => session.stop() };
    },
  };
}

describe('the reference over the network', () => {
  test('is probed to do all of it, and conforms at each level of observation; nothing is left', async () => {
    const { endpoint, server } = await served();
    const probed = await probe(endpoint);
    expect(probed.report.rows.filter(({ verdict }) => verdict !== 'yes')).toEqual([]);
    const sut = endpointSut(endpoint, probed);
    const all = probed.report.shows;
    const levels = [all, all.filter((part) => part !== 'kmsCalls'), ['status', 'code'], ['status']] as const;
    for (const [place, level] of levels.entries()) {
      const { verdict, runs, violations } = await check({ ...request, seed: place }, seeing(sut, level));
      expect({ level, verdict, runs, violations }).toEqual({ level, verdict: 'conforms', runs: 8, violations: [] });
    }
    const { left, buckets } = await cleanRun(endpoint);
    // Those of the probe: each trace has put its own away.
    expect([left, buckets]).toEqual([[], 11]);
    expect(await server.send({ path: '/', by: ALL.at(0)! })).toMatchObject({
      text: expect.not.stringContaining('<Name>'),
    });
    expect(server.complaints).toEqual([]);
  }, 120_000);

  test('with the keys of one role, and no log: what cannot be seen is said', async () => {
    const { endpoint } = await served(ONE, false);
    const probed = await probe(endpoint);
    expect(probed.report.shows).not.toContain('kmsCalls');
    expect(probed.report.rows).toContainEqual({ what: 'KMS calls', verdict: 'no', note: 'no --kms-log was given' });
    const report = await check(request, endpointSut(endpoint, probed));
    expect(report).toMatchObject({ verdict: 'conforms', runs: 8 });
    expect(report.properties.find(({ id }) => id === 'bounded-writes')?.because).toBe('not-observable');
    expect(report.properties.find(({ id }) => id === 'replication-settles')?.because).toBe('not-supported');
  }, 120_000);

  test.each([1, 4])(
    'with a fault planted in it, is found out with %i traces at a time',
    async (concurrency) => {
      const { bucketKeys } = REFERENCE_PARTS;
      const parts: ReferenceParts = {
        ...REFERENCE_PARTS,
        bucketKeys: { ...bucketKeys, cacheKeyFor: (scope) => bucketKeys.cacheKeyFor({ ...scope, requester: '' }) },
      };
      const { endpoint } = await served(ALL, true, { parts });
      const { violations } = await check(
        { ...request, runs: 60, concurrency, properties: ['every-requester-pays'] },
        endpointSut(endpoint, await probe(endpoint)),
      );
      expect(violations[0]?.violation.property).toBe('every-requester-pays');
    },
    120_000,
  );

  test('whose calls name no bucket is accused of none that several traces at a time may have made', async () => {
    const { endpoint } = await served();
    const { kmsLog } = endpoint;
    const newCalls = async () => ((await kmsLog?.newCalls()) ?? []).map((call) => ({ ...call, context: {} }));
    const nameless = { ...endpoint, kmsLog: { newCalls } };
    const probed = await probe(nameless);
    const calls = callsOf(nameless, probed);
    const only = { ...request, properties: ['every-requester-pays', 'bounded-writes', 'calls-per-side'] };
    const many = await check({ ...only, runs: 24, concurrency: 8 }, endpointSut(nameless, probed, calls));
    expect(many).toMatchObject({ verdict: 'conforms', runs: 24 });
    expect(calls?.unclearSteps).toBeGreaterThan(10);
    // One at a time there is nothing that it could not be told.
    const again = { ...nameless, run: 'test0002' };
    const one = callsOf(again, probed);
    const alone = await check(request, endpointSut(again, probed, one));
    expect(alone.violations.map(({ violation }) => violation.property)).toContain('context-names-the-bucket');
    expect(one?.unclearSteps).toBe(0);
  }, 240_000);

  test('whose buckets take long to delete does not end a check: they are left to who cleans the run', async () => {
    const { endpoint } = await served(ONE);
    const probed = await probe(endpoint);
    const { s3 } = endpoint;
    const send = s3.send.bind(s3);
    s3.send = async (request, ...others) =>
      request.method === 'DELETE' ? new Promise(() => {}) : send(request, ...others);
    const account = '111111111111';
    const requesters = [{ name: 'writer', account, principal: 'writer', session: 's1' }];
    const buckets = [{ name: 'a', account, plainObjects: [] }];
    const session = await endpointSut(endpoint, probed).start({ requesters, kmsKeys: [], aliases: [], buckets }, 1);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const stopped = 'declined' in session ? undefined : session.stop();
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    await stopped;
    expect(stopped).toBeDefined();
    s3.send = send;
    expect((await cleanRun(endpoint)).left).toEqual([]);
  }, 10_000);

  test('that goes away is a violation of each run, and says so at once', async () => {
    const { endpoint } = await served(ONE);
    const probed = await probe(endpoint);
    const away = endpointAt('http://127.0.0.1:9', ONE);
    const { violations } = await check(request, endpointSut(away, probed));
    expect(violations[0]?.violation).toMatchObject({ property: 'system-answers' });
    expect(violations[0]?.violation.reason).toContain('ECONNREFUSED');
  });
});
