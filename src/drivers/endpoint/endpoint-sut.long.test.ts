import { describe, expect, test } from 'vitest';
import { type Observation, profileNamed, type Setup } from '../../../model/index.ts';
import { check } from '../../check/check.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../../reference/index.ts';
import type { Sut } from '../../suts/sut.ts';
import { ALL, endpointAt, ONE, served } from '../testing/served-endpoint.ts';
import { cleanRun } from './clean-run.ts';
import { endpointSut } from './endpoint-sut.ts';
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

  test('a directory bucket is made by nobody: such a setup is declined', async () => {
    const { endpoint } = await served();
    const sut = endpointSut(endpoint, await probe(endpoint));
    const account = '111111111111';
    const setup: Setup = {
      requesters: [],
      kmsKeys: [],
      aliases: [],
      buckets: [{ name: 'z', account, plainObjects: [], kind: 'directory' }],
    };
    expect(await sut.start(setup, 1)).toEqual({ declined: 'z is a directory bucket, and none is made over HTTP' });
  });

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

  test('with a fault planted in it, is found out', async () => {
    const { bucketKeys } = REFERENCE_PARTS;
    const parts: ReferenceParts = {
      ...REFERENCE_PARTS,
      bucketKeys: { ...bucketKeys, cacheKeyFor: (scope) => bucketKeys.cacheKeyFor({ ...scope, requester: '' }) },
    };
    const { endpoint } = await served(ALL, true, { parts });
    const { violations } = await check({ ...request, runs: 60 }, endpointSut(endpoint, await probe(endpoint)));
    expect(violations[0]?.violation.property).toBe('every-requester-pays');
  }, 120_000);

  test('that goes away is a violation of each run, and says so at once', async () => {
    const { endpoint } = await served(ONE);
    const probed = await probe(endpoint);
    const away = endpointAt('http://127.0.0.1:9', ONE);
    const { violations } = await check(request, endpointSut(away, probed));
    expect(violations[0]?.violation).toMatchObject({ property: 'system-answers' });
    expect(violations[0]?.violation.reason).toContain('ECONNREFUSED');
  });
});
