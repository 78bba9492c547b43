import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../../model/index.ts';
import { DIRECTORY_SCENE } from '../../../model/testing/scene.ts';
import { traceArbitrary } from '../../../properties/arbitraries/index.ts';
import { PROPERTIES } from '../../../properties/properties.ts';
import { DIRECTORY_MUTANTS } from '../../adequacy/mutants/directory.ts';
import { runTrace } from '../../check/run-trace.ts';
import { underKms, withDirectories } from '../../check/testing/with-directories.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { tellStory } from '../../report/index.ts';
import { traceOptionsOf } from '../../suts/trace-options.ts';
import { TIMES } from '../../testing/times.ts';
import type { DriverRequest, SigningKeys } from '../http/driver-request.ts';
import { ALL, served } from '../testing/served-endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { endpointSut } from './endpoint-sut.ts';
import { probe } from './probe.ts';
import { ServiceClient } from './service-client.ts';

const profile = profileNamed('aws-at-once');
const TRACES = 5 * TIMES;

async function sutAt(endpoint: Endpoint) {
  return endpointSut(endpoint, await probe(endpoint));
}

describe('directory buckets over the network', () => {
  test('random traces with two of them: neither the oracle nor a monitor refuses anything', async () => {
    const { endpoint, server } = await served();
    const sut = await sutAt(endpoint);
    let answers = 0;
    const arbitrary = traceArbitrary(traceOptionsOf(sut, profile, 60));
    for (const [i, { setup, steps }] of fc.sample(arbitrary, { seed: 20_262, numRuns: TRACES }).entries()) {
      const bench = { sut, profile, seed: i, properties: PROPERTIES, oracle: true };
      const run = await runTrace(bench, withDirectories(setup), [underKms(setup), ...steps]);
      const { trace, judge, violation, declined } = run;
      expect([violation && tellStory(trace, violation), judge.unknownBecause, declined]).toEqual(
        Array(3).fill(undefined),
      );
      const name = setup.buckets[0]?.name;
      for (const { step, observation } of trace.steps)
        if ('bucket' in step.event && step.event.bucket === name && observation.sse === 'aws:kms') answers += 1;
    }
    expect(answers).toBeGreaterThan(TRACES);
    // All is put away: what is left is of the probe.
    const [{ keys }] = endpoint.requesters;
    const { bytes } = await endpoint.s3.send({ path: '/', service: 's3express' }, keys);
    expect(bytes.toString('utf8').match(/<Name>[^<]*/g)).toEqual([
      '<Name>bucketkey-test0001-probe-empty--euw1-az1--x-s3',
    ]);
    expect(server.complaints).toEqual([]);
  }, 120_000);

  /** The scene in which faults of directory buckets are shown, with an account and roles of other names. */
  async function sceneWith(parts: typeof REFERENCE_PARTS) {
    const accounts = [...new Set(DIRECTORY_SCENE.requesters.map(({ account }) => account))];
    const credentials = DIRECTORY_SCENE.requesters.map((requester, place) => ({
      accessKeyId: `AKIA${place}`,
      secretAccessKey: `secret-${place}`,
      requester: {
        ...requester,
        account: `${7 + accounts.indexOf(requester.account)}`.repeat(12),
        principal: `role-of-${requester.principal}`,
      },
    }));
    const { endpoint } = await served([...ALL, ...credentials], true, { parts, reference: { seed: 7 } });
    const [first, ...others] = credentials.map(({ requester, ...keys }) => {
      return { name: requester.name, keys, account: requester.account, role: requester.principal };
    });
    if (first === undefined) throw new Error('nobody asks');
    const all = [first, ...others] as const;
    return sutAt({ ...endpoint, requesters: all, cleaners: all });
  }

  test.each(DIRECTORY_MUTANTS)(
    '$id is found by its witness',
    async ({ parts, witness: { setup, steps }, killedBy }) => {
      const ideal = { profile: profileNamed('ideal'), seed: 1, properties: PROPERTIES, oracle: true };
      const right = await runTrace({ ...ideal, sut: await sceneWith(REFERENCE_PARTS) }, setup, steps);
      expect(right.violation && tellStory(right.trace, right.violation)).toBe(undefined);
      const wrong = await runTrace({ ...ideal, sut: await sceneWith(parts) }, setup, steps);
      expect([wrong.declined, killedBy]).toEqual([undefined, expect.arrayContaining([wrong.violation?.property])]);
    },
  );

  test('a server that has none is asked for none, and declines a setup with one', async () => {
    /** Signs all for S3. */
    class Plain extends ServiceClient {
      override send(request: DriverRequest, keys: SigningKeys, signal?: AbortSignal) {
        return super.send(request.service === 's3express' ? { ...request, service: 's3' } : request, keys, signal);
      }
    }
    const { endpoint } = await served();
    const plain = { ...endpoint, s3: new Plain(endpoint.s3.url, endpoint.s3.region) };
    const probed = await probe(plain);
    expect(probed.report.rows.filter(({ verdict }) => verdict !== 'yes')).toEqual([
      { what: 'directory buckets', verdict: 'no', note: 'CreateBucket was answered 400 AuthorizationHeaderMalformed' },
    ]);
    expect(probed.report.capabilities.directoryBuckets).toBe(false);
    const setup = { ...DIRECTORY_SCENE, requesters: [] };
    expect(await endpointSut(plain, probed).start(setup, 1)).toEqual({
      declined: 'z is a directory bucket, and none was made there',
    });
  });
});
