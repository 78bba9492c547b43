import { EVENT_NAMES, type Observation } from '../../../model/index.ts';
import type { Capabilities } from '../../../properties/arbitraries/index.ts';
import type { Endpoint } from './endpoint.ts';
import { answerText, CONTENT, ProbeBench } from './probe-bench.ts';
import { probeFeatures } from './probe-features.ts';
import { type ProbedKeys, probeCalls, probeKeys } from './probe-keys.ts';
import { probeOperations } from './probe-operations.ts';
import type { ProbeReport } from './probe-report.ts';

/** What was learnt of a server before it is checked. */
export interface Probed {
  readonly report: ProbeReport;
  readonly keys: ProbedKeys;
}

/** A server cannot be asked at all. */
export class ProbeError extends Error {}

/**
 * Finds out what a server can do, on buckets of its own, which are left to whoever cleans up. What destroys what it is
 * sent to is not sent again.
 *
 * @throws ProbeError where it has no buckets and objects, or does not let anybody in
 */
export async function probe(endpoint: Endpoint, signal?: AbortSignal): Promise<Probed> {
  const bench = new ProbeBench(endpoint, signal);
  const created = await bench.ask({ op: 'CreateBucket', bucket: bench.full });
  if (created.status !== 200) throw new ProbeError(`CreateBucket was answered ${answerText(created)}`);
  const problem = await bench.setUp();
  if (problem !== undefined) throw new ProbeError(`PutObject was answered ${problem}`);
  const read = await bench.ask({ op: 'GetObject', bucket: bench.full, key: 'a' });
  if (read.observation.contentMd5 !== CONTENT.md5)
    throw new ProbeError(`an object was written, and GetObject was answered ${answerText(read)}`);
  for (const op of ['CreateBucket', 'PutObject', 'GetObject'] as const) bench.note(op, 'yes');
  const keys = await probeKeys(bench);
  await probeOperations(bench, keys);
  const features = await probeFeatures(bench, keys);
  const showsCalls = await probeCalls(bench);
  // Replication is not probed, since a server replicates when it likes.
  const supports = EVENT_NAMES.filter((op) => bench.can(op));
  const { requesters } = endpoint;
  const capabilities: Capabilities = {
    ...features,
    accounts: requesters.some(({ name }) => name === 'partner') ? 'several' : 'one',
    requesters: requesters.map(({ name }) => name),
    kmsKeys: keys.perAccount,
    importedKeys: bench.can('ImportKeyMaterial'),
    region: endpoint.s3.region,
    plainObjects: false,
    signatures: ['v4'],
    scopingPolicies: true,
  };
  return { report: { rows: bench.rows, supports, capabilities, shows: shown(showsCalls) }, keys };
}

/** What an answer shows, and where KMS was seen to be called its calls. */
function shown(showsCalls: boolean): readonly (keyof Observation)[] {
  const parts = ['status', 'code', 'sse', 'kmsKeyArn', 'bucketKeyEnabled', 'etag', 'contentMd5'] as const;
  const all = [...parts, 'replicationStatus', 'versionId', 'deleteMarker', 'rule', 'keyRotationEnabled'] as const;
  return showsCalls ? [...all, 'kmsCalls'] : all;
}
