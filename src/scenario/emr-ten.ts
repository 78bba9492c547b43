import {
  type KmsCall,
  type Observation,
  type Profile,
  profileNamed,
  SECOND_MS,
  type Setup,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { exactly, resultOf, says } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { judge, runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'emr-ten';
const BUCKET = 'cluster-output';
const KEY_ID = 'key';
const ROLE = 'emr';
const INSTANCES = 10;
/** Objects each instance writes, and reads of its neighbour. */
const OBJECTS = 20;
const PACE_MS = 100;

const INSTANCE_NAMES = Array.from({ length: INSTANCES }, (_, i) => `instance-${i + 1}`);

const WORLD: Setup = setupOf(
  INSTANCE_NAMES.map((name) => requester(name, ROLE)),
  [KEY_ID],
  [bucket(BUCKET)],
);

const BY_ROLE: Profile = profileNamed('ideal');
const BY_SESSION: Profile = { ...BY_ROLE, name: 'ideal, by session', requesterMode: 'session' };

/** Ten instances of one role: the change of the text in 2023. */
export const emrTen: Scenario = {
  name: NAME,
  title: 'Ten instances of one role: ten bucket keys when every session is a requester, one when the role is.',
  description: paragraph(`
    Ten EMR instances assume one role, each in a session of its own. Together they write 200 objects within half a
    minute, and then each reads the 20 objects of its neighbour. Until after mid-2023 the S3 guide made every IAM
    session a requester of its own, and its example was ten EMR instances with ten bucket keys or more (F-96,
    https://github.com/awsdocs/amazon-s3-userguide/blob/1b918e0a/doc_source/bucket-key.md). Today a requester is a role
    of an account with its scoping policy, whatever its sessions are called (F-95, SC-16,
    https://aws.amazon.com/blogs/storage/enhance-savings-for-read-heavy-workloads-with-amazon-s3-bucket-keys/). The
    same requests run under both texts, and without bucket keys. Look at the number of bucket keys, and at the last
    figure: what today's text allows would have been a breach of the old one.
  `),
  run: (options) => runEmrTen(options),
};

/** Runs {@link emrTen} on references with these parts. */
export async function runEmrTen(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, parts };
  const plain = await runSteps({ ...stage, profile: BY_ROLE, reference: {} }, options, (run) => job(run, false));
  const bySession = await runSteps(
    { ...stage, profile: BY_SESSION, reference: { requesterMode: 'session' } },
    options,
    (run) => job(run, true),
  );
  const byRole = await runSteps({ ...stage, profile: BY_ROLE, reference: {} }, options, (run) => job(run, true));
  const text2023 = profileNamed('aws-2023');
  const figures: readonly ScenarioFigure[] = [
    exactly('calls without bucket keys', plain.calls.length, 'calls', 2 * INSTANCES * OBJECTS),
    exactly('bucket keys, a session each', bySession.bucketKeys, 'bucket keys', INSTANCES),
    exactly('GenerateDataKey calls, a session each', callsOf(bySession, 'GenerateDataKey'), 'calls', INSTANCES),
    exactly('Decrypt calls, a session each', callsOf(bySession, 'Decrypt'), 'calls', INSTANCES),
    exactly('bucket keys, the role as one', byRole.bucketKeys, 'bucket keys', 1),
    exactly('GenerateDataKey calls, the role as one', callsOf(byRole, 'GenerateDataKey'), 'calls', 1),
    exactly('Decrypt calls, the role as one', callsOf(byRole, 'Decrypt'), 'calls', 0),
    plain.verdict,
    bySession.verdict,
    byRole.verdict,
    says('the run by session, profile aws-2023', judge(WORLD, text2023, bySession.seen), 'conforms'),
    says('the run by role, profile aws', judge(WORLD, profileNamed('aws'), byRole.seen), 'conforms'),
    says('the run by role, profile aws-2023', judge(WORLD, text2023, byRole.seen), 'violates'),
  ];
  return resultOf(NAME, figures, [...plain.complaints, ...bySession.complaints, ...byRole.complaints]);
}

interface Job {
  readonly calls: NonNullable<Observation['kmsCalls']>;
  /** Different bucket keys that objects were written under, seen from inside the reference. */
  readonly bucketKeys: number;
  readonly verdict: ScenarioFigure;
  readonly complaints: readonly string[];
  readonly seen: readonly ObservedStep[];
}

async function job(run: ScenarioRun, bucketKeys: boolean): Promise<Job> {
  await run.does(ADMIN, putRule(BUCKET, kmsRule(KEY_ID, bucketKeys)));
  run.atMs += SECOND_MS;
  const made = new Set<string>();
  for (let i = 0; i < OBJECTS; i++) {
    for (const name of INSTANCE_NAMES) {
      const event = {
        op: 'PutObject',
        bucket: BUCKET,
        key: `${name}/${i}`,
        body: content(`${name} ${i}`),
        headers: {},
      } as const;
      const { internals } = await run.does(name, event);
      if (internals?.bucketKey !== undefined) made.add(internals.bucketKey);
      run.atMs += PACE_MS;
    }
  }
  for (let i = 0; i < OBJECTS; i++) {
    for (const [at, name] of INSTANCE_NAMES.entries()) {
      const neighbour = INSTANCE_NAMES[(at + 1) % INSTANCES] ?? name;
      await run.does(name, { op: 'GetObject', bucket: BUCKET, key: `${neighbour}/${i}` });
      run.atMs += PACE_MS;
    }
  }
  const { seen, complaints } = run;
  const calls = seen.flatMap(({ observation }) => observation.kmsCalls ?? []);
  const of = bucketKeys ? 'the run with bucket keys' : 'the run without bucket keys';
  return { calls, bucketKeys: made.size, verdict: run.verdictFigure(of), complaints, seen };
}

function callsOf({ calls }: Job, operation: KmsCall['operation']): number {
  return calls.filter((call) => call.operation === operation).length;
}
