import {
  accountRootArn,
  type KeyPolicyStatement,
  type Observation,
  profileNamed,
  roleArn,
  SECOND_MS,
  type Setup,
} from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { atMost, exactly, resultOf } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'revoked-while-warm';
const KEYED = 'reports-with-bucket-keys';
const PLAIN = 'reports-without-bucket-keys';
const KEY_ID = 'key';
const OBJECT = 'report.pdf';
/** Warm since the start. */
const EARLY = 'early';
/** Warm since the very moment before it is revoked. */
const LATE = 'late';
/** Nobody revokes its access. */
const UNTOUCHED = 'untouched';
const POLL_MS = 10 * SECOND_MS;
/** When access is revoked. */
const REVOKED_MS = 60 * SECOND_MS;
const IDEAL = profileNamed('ideal');
/** Lifetime of a cached bucket key under the profile ideal. */
const LIFETIME_MS = IDEAL.cacheLifetime.maxMs;
/** Stands for a refusal that did not come while it was watched for: longer than any that should. */
const NEVER_SECONDS = (LIFETIME_MS + POLL_MS) / SECOND_MS;

const WORLD: Setup = setupOf(
  [requester(EARLY), requester(LATE), requester(UNTOUCHED)],
  [KEY_ID],
  [bucket(KEYED), bucket(PLAIN)],
);

/** A role loses its permission at KMS while its bucket key is cached. */
export const revokedWhileWarm: Scenario = {
  name: NAME,
  title:
    'A role removed from the key policy reads on while its bucket key is cached; a Deny in the bucket policy bites ' +
    'at once.',
  description: paragraph(`
    Security takes a role out of a key policy and expects an instant cut-off (SC-34). But requests that a cached bucket
    key serves neither call KMS nor are checked against the key policy (F-117, F-118,
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html): the role reads on until its next cold use,
    at the latest one cache lifetime later, which the profile ideal puts at five minutes. Two roles are denied a minute
    into the story, one that has been warm from the start and one that fetched the bucket key at that very moment, and
    both poll every ten seconds. Without bucket keys the first read after the change is refused. S3's own authorisation
    is asked on every request (F-46, F-119), so a Deny in the bucket policy bites whatever is cached, here at once, and
    lifting it brings the still cached key back into use. Look at the seconds between revocation and refusal.
  `),
  run: (options) => runRevokedWhileWarm(options),
};

/** Runs {@link revokedWhileWarm} on references with these parts. */
export async function runRevokedWhileWarm(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: IDEAL, reference: {}, parts };
  const atKms = await runSteps(stage, options, async (run) => ({
    ...(await deniedByKms(run)),
    ...endOf(run, 'the key policy'),
  }));
  const atS3 = await runSteps(stage, options, async (run) => ({
    ...(await deniedByS3(run)),
    ...endOf(run, 'the bucket policy'),
  }));
  const lifetimeSeconds = LIFETIME_MS / SECOND_MS;
  const figures = [
    exactly('key policy, no bucket keys: refused after', atKms.plainSeconds, 's', 0),
    exactly(
      'key policy, warm for a minute: refused after',
      atKms.earlySeconds,
      's',
      (LIFETIME_MS - REVOKED_MS) / SECOND_MS,
    ),
    exactly('key policy, just warm: refused after', atKms.lateSeconds, 's', lifetimeSeconds),
    atMost(
      'key policy: longest access after revocation',
      Math.max(atKms.earlySeconds, atKms.lateSeconds),
      's',
      lifetimeSeconds,
    ),
    exactly('reads served after revocation', atKms.served, 'reads', (2 * LIFETIME_MS - REVOKED_MS) / POLL_MS),
    exactly('KMS calls of reads served after revocation', atKms.callsOfServed, 'calls', 0),
    exactly('status of a write while warm', atKms.writeStatus, 'status', 200),
    exactly('reads refused to a role nobody revoked', atKms.untouchedRefused, 'reads', 0),
    exactly('bucket policy, warm: refused after', atS3.refusedSeconds, 's', 0),
    exactly('bucket policy: KMS calls of the refused read', atS3.refusedCalls, 'calls', 0),
    exactly('bucket policy lifted: status of the next read', atS3.liftedStatus, 'status', 200),
    exactly('bucket policy lifted: KMS calls of the next read', atS3.liftedCalls, 'calls', 0),
    atKms.verdict,
    atS3.verdict,
  ];
  return resultOf(NAME, figures, [...atKms.complaints, ...atS3.complaints]);
}

function endOf(run: ScenarioRun, of: string) {
  return { verdict: run.verdictFigure(of), complaints: run.complaints };
}

async function begin(run: ScenarioRun): Promise<void> {
  await run.does(ADMIN, putRule(KEYED, kmsRule(KEY_ID, true)));
  await run.does(ADMIN, putRule(PLAIN, kmsRule(KEY_ID, false)));
  for (const name of [KEYED, PLAIN]) await put(run, EARLY, name);
}

interface AtKms {
  /** Seconds from the revocation to the first refusal, or {@link NEVER_SECONDS}. */
  readonly plainSeconds: number;
  readonly earlySeconds: number;
  readonly lateSeconds: number;
  /** Reads served to the revoked roles. */
  readonly served: number;
  readonly callsOfServed: number;
  readonly writeStatus: number;
  readonly untouchedRefused: number;
}

async function deniedByKms(run: ScenarioRun): Promise<AtKms> {
  await begin(run);
  run.atMs = REVOKED_MS;
  await get(run, LATE, KEYED);
  await run.does(ADMIN, { op: 'PutKeyPolicy', keyId: KEY_ID, statements: WITHOUT_THEM });
  const plainSeconds = (await get(run, EARLY, PLAIN)).status === 403 ? secondsAfter(run.atMs) : NEVER_SECONDS;
  const { status: writeStatus } = await put(run, EARLY, KEYED, 'another.pdf');
  const refusedAtMs = new Map<string, number>();
  let served = 0;
  let callsOfServed = 0;
  let untouchedRefused = 0;
  while (run.atMs <= REVOKED_MS + LIFETIME_MS + POLL_MS) {
    for (const role of [EARLY, LATE]) {
      const { status, kmsCalls } = await get(run, role, KEYED);
      if (status === 200) {
        served++;
        callsOfServed += kmsCalls?.length ?? 0;
      } else if (!refusedAtMs.has(role)) refusedAtMs.set(role, run.atMs);
    }
    if ((await get(run, UNTOUCHED, KEYED)).status !== 200) untouchedRefused++;
    run.atMs += POLL_MS;
  }
  const secondsOf = (role: string): number => secondsAfter(refusedAtMs.get(role));
  return {
    plainSeconds,
    earlySeconds: secondsOf(EARLY),
    lateSeconds: secondsOf(LATE),
    served,
    callsOfServed,
    writeStatus,
    untouchedRefused,
  };
}

/** All of the account but the two roles. */
const WITHOUT_THEM: readonly KeyPolicyStatement[] = [
  { effect: 'Allow', principal: accountRootArn(ACCOUNT), actions: ['kms:*'] },
  { effect: 'Deny', principal: roleArn(ACCOUNT, EARLY), actions: ['kms:*'] },
  { effect: 'Deny', principal: roleArn(ACCOUNT, LATE), actions: ['kms:*'] },
];

interface AtS3 {
  readonly refusedSeconds: number;
  readonly refusedCalls: number;
  readonly liftedStatus: number;
  readonly liftedCalls: number;
}

async function deniedByS3(run: ScenarioRun): Promise<AtS3> {
  await begin(run);
  run.atMs = REVOKED_MS;
  const denial = { effect: 'Deny', principal: roleArn(ACCOUNT, EARLY), actions: ['s3:GetObject'] } as const;
  await run.does(ADMIN, { op: 'PutBucketPolicy', bucket: KEYED, statements: [denial] });
  const refused = await get(run, EARLY, KEYED);
  await run.does(ADMIN, { op: 'PutBucketPolicy', bucket: KEYED, statements: [] });
  const lifted = await get(run, EARLY, KEYED);
  return {
    refusedSeconds: refused.status === 403 ? secondsAfter(run.atMs) : NEVER_SECONDS,
    refusedCalls: refused.kmsCalls?.length ?? 0,
    liftedStatus: lifted.status,
    liftedCalls: lifted.kmsCalls?.length ?? 0,
  };
}

function secondsAfter(refusedAtMs: number | undefined): number {
  return refusedAtMs === undefined ? NEVER_SECONDS : (refusedAtMs - REVOKED_MS) / SECOND_MS;
}

function get(run: ScenarioRun, by: string, name: string): Promise<Observation> {
  return run.does(by, { op: 'GetObject', bucket: name, key: OBJECT });
}

function put(run: ScenarioRun, by: string, name: string, key: string = OBJECT): Promise<Observation> {
  return run.does(by, { op: 'PutObject', bucket: name, key, body: content('quarterly figures'), headers: {} });
}
