import {
  type EncryptionHeaders,
  type EncryptionRule,
  kmsKeyArn,
  MINUTE_MS,
  type Observation,
  profileNamed,
  SECOND_MS,
  type Setup,
} from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { exactly, resultOf, says } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'plain-replica';
const ROLE = 'replication';
const WRITER = 'writer';
const SOURCE_KEY = 'source-key';
const DEFAULT_KEY = 'default-key';
const REPLICA_KEY = 'replica-key';

const ALL_KEYS = [SOURCE_KEY, DEFAULT_KEY, REPLICA_KEY];

/** A destination with its default encryption, and the bucket that replicates into it. */
interface Route {
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly rule: EncryptionRule;
}

const ROUTES: readonly Route[] = [
  { from: 'from-0', to: 'to-0', name: 'SSE-S3 default', rule: { SSEAlgorithm: 'AES256' } },
  { from: 'from-1', to: 'to-1', name: 'SSE-KMS default', rule: kmsRule(DEFAULT_KEY, false) },
  { from: 'from-2', to: 'to-2', name: 'SSE-KMS default with bucket keys', rule: kmsRule(DEFAULT_KEY, true) },
];

/** An object that is replicated. */
interface Source {
  readonly key: string;
  readonly name: string;
  /** Headers it is written with; null = it has been there since before 2023, unencrypted (F-33). */
  readonly headers: EncryptionHeaders | null;
  /** What its replicas should be, for each of {@link ROUTES} in order (F-64 to F-69). */
  readonly replicas: readonly [string, string, string];
}

const S3_SAME = 'AES256, same ETag';
const KMS_SAME = `aws:kms under ${REPLICA_KEY}, same ETag`;
const KEYED_SAME = `aws:kms under ${REPLICA_KEY} with bucket key, same ETag`;

const SOURCES: readonly Source[] = [
  {
    key: 'from-2020',
    name: 'PLAIN',
    headers: null,
    replicas: [
      S3_SAME,
      `aws:kms under ${DEFAULT_KEY}, another ETag`,
      `aws:kms under ${DEFAULT_KEY} with bucket key, another ETag`,
    ],
  },
  { key: 's3', name: 'SSE-S3', headers: { sse: 'AES256' }, replicas: [S3_SAME, S3_SAME, S3_SAME] },
  {
    key: 'kms',
    name: 'SSE-KMS',
    headers: { sse: 'aws:kms', kmsKeyId: SOURCE_KEY, bucketKeyEnabled: false },
    replicas: [KMS_SAME, KMS_SAME, KMS_SAME],
  },
  {
    key: 'kms-bucket-key',
    name: 'SSE-KMS with bucket key',
    headers: { sse: 'aws:kms', kmsKeyId: SOURCE_KEY, bucketKeyEnabled: true },
    replicas: [KEYED_SAME, KEYED_SAME, KEYED_SAME],
  },
];

const BODY = content('a page of the ledger');

const WORLD: Setup = setupOf([requester(ROLE), requester(WRITER)], ALL_KEYS, [
  ...ROUTES.map(({ from }) =>
    bucket(
      from,
      SOURCES.filter(({ headers }) => headers === null).map(({ key }) => ({ key, body: BODY })),
    ),
  ),
  ...ROUTES.map(({ to }) => bucket(to)),
]);

/** Replicas of every kind of object in every kind of bucket. */
export const plainReplica: Scenario = {
  name: NAME,
  title:
    'Replication changes the ETag of one kind of object only: unencrypted ones from before 2023, where the ' +
    'destination defaults to KMS.',
  description: paragraph(`
    Does replication change ETags (SC-38)? Four objects, one unencrypted from before 2023 (F-33), one under SSE-S3, one
    under SSE-KMS without and one with a bucket key, are replicated into three buckets whose defaults are SSE-S3,
    SSE-KMS, and SSE-KMS with bucket keys. Only the unencrypted one takes the default of its destination (F-64), so
    only it is encrypted anew, with an ETag that is no longer the MD5 where the default is KMS; all others keep their
    type (F-65), their bucket key (F-68) and their ETag (F-78, implied), under the replica key of the replication rule
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html,
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html). Look at the twelve replicas and at the two
    whose ETag differs.
  `),
  run: (options) => runPlainReplica(options),
};

/** Runs {@link plainReplica} on a reference with these parts. */
export async function runPlainReplica(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    for (const route of ROUTES) await configure(run, route);
    run.atMs += MINUTE_MS;
    for (const route of ROUTES) for (const source of SOURCES) await write(run, route, source);
    run.atMs += MINUTE_MS;
    const figures: ScenarioFigure[] = [];
    let changed = 0;
    for (const source of SOURCES) {
      for (const [at, route] of ROUTES.entries()) {
        const replica = await replicate(run, route, source);
        if (replica.etagChanged) changed++;
        figures.push(says(`${source.name} into ${route.name}`, replica.text, source.replicas[at] ?? ''));
      }
    }
    figures.push(exactly('replicas with another ETag than their source', changed, 'replicas', 2), run.verdictFigure());
    return resultOf(NAME, figures, [
      'SSE-KMS without a bucket key into a bucket with them: AWS contradicts itself on the flag of the replica ' +
        '(F-69, D-08), and the profile aws admits both. The profile ideal keeps the source as it is.',
      ...run.complaints,
    ]);
  });
}

async function configure(run: ScenarioRun, { from, to, rule }: Route): Promise<void> {
  await run.does(ADMIN, putRule(to, rule));
  await run.does(ADMIN, {
    op: 'PutBucketReplication',
    bucket: from,
    destination: to,
    role: ROLE,
    replicaKmsKeyId: REPLICA_KEY,
  });
}

async function write(run: ScenarioRun, { from }: Route, { key, headers }: Source): Promise<void> {
  run.atMs += SECOND_MS;
  if (headers !== null) await run.does(WRITER, { op: 'PutObject', bucket: from, key, body: BODY, headers });
}

interface Replica {
  readonly text: string;
  readonly etagChanged: boolean;
}

async function replicate(run: ScenarioRun, { from, to }: Route, { key }: Source): Promise<Replica> {
  run.atMs += SECOND_MS;
  const { replicationStatus } = await run.happens({ op: 'ReplicateObject', bucket: from, key });
  const source = await run.does(WRITER, { op: 'HeadObject', bucket: from, key });
  const replica = await run.does(WRITER, { op: 'HeadObject', bucket: to, key });
  const etagChanged = source.etag !== replica.etag;
  if (replicationStatus !== 'COMPLETED') return { text: `replication ${replicationStatus ?? 'left out'}`, etagChanged };
  return { text: `${encryptionText(replica)}, ${etagChanged ? 'another' : 'same'} ETag`, etagChanged };
}

function encryptionText({ sse, kmsKeyArn: arn, bucketKeyEnabled }: Observation): string {
  const keyId = ALL_KEYS.find((id) => kmsKeyArn(ACCOUNT, id) === arn) ?? arn;
  const key = keyId === null || keyId === undefined ? '' : ` under ${keyId}`;
  return `${sse ?? 'none'}${key}${bucketKeyEnabled === true ? ' with bucket key' : ''}`;
}
