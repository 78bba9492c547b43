import { kmsKeyArn, MINUTE_MS, type Observation, profileNamed, SECOND_MS } from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { exactly, resultOf, says } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps } from './run-steps.ts';
import type { Scenario, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'forgotten-flag';
const READER = 'reader';
const OLD_KEY = 'old-key';
const NEW_KEY = 'new-key';
const BUCKET = 'ledger';
const OBJECTS = 10;
const READS = 5;

const BODY = content('a page of the ledger');
const WORLD = setupOf([requester(READER)], [OLD_KEY, NEW_KEY], [bucket(BUCKET)]);

/** Objects are moved to another KMS key by an update that says nothing of bucket keys. */
export const forgottenFlag: Scenario = {
  name: NAME,
  title: 'An update of the encryption that says nothing of bucket keys turns them off, whatever the bucket says.',
  description: paragraph(`
    Ten objects of a bucket with bucket keys are moved to another KMS key where they are, by UpdateObjectEncryption
    (F-147), and each is read five times, within the lifetime of a cached bucket key. Where the update leaves the
    bucket-key flag out, it is false (SC-35): each read is a Decrypt, as if there had never been bucket keys. Where it
    says true, one Decrypt serves them all. The ETags are the same all along (F-85)
    (https://docs.aws.amazon.com/AmazonS3/latest/API/API_SSEKMSEncryption.html). Look at the calls of the reads.
  `),
  run: (options) => runForgottenFlag(options),
};

/** Runs {@link forgottenFlag} on a reference with these parts. */
export async function runForgottenFlag(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    const keys = Array.from({ length: OBJECTS }, (_, at) => `page-${at + 1}`);
    await run.does(ADMIN, putRule(BUCKET, kmsRule(OLD_KEY, true)));
    const etags = new Map<string, Observation['etag']>();
    for (const key of keys) {
      const { etag } = await run.does(ADMIN, { op: 'PutObject', bucket: BUCKET, key, body: BODY, headers: {} });
      etags.set(key, etag);
    }
    let kept = 0;
    const update = async (flag: { readonly bucketKeyEnabled?: boolean }) => {
      run.atMs += 10 * MINUTE_MS;
      const kmsKey = { kmsKeyArn: kmsKeyArn(ACCOUNT, NEW_KEY), ...flag };
      for (const key of keys) await run.does(ADMIN, { op: 'UpdateObjectEncryption', bucket: BUCKET, key, ...kmsKey });
    };
    const read = async () => {
      let calls = 0;
      for (let time = 0; time < READS; time++) {
        run.atMs += SECOND_MS;
        for (const key of keys) {
          const { kmsCalls, etag } = await run.does(READER, { op: 'GetObject', bucket: BUCKET, key });
          calls += kmsCalls?.length ?? 0;
          if (etag === etags.get(key)) kept++;
        }
      }
      return calls;
    };
    const before = await read();
    await update({});
    const { bucketKeyEnabled } = await run.does(READER, { op: 'HeadObject', bucket: BUCKET, key: 'page-1' });
    const forgotten = await read();
    await update({ bucketKeyEnabled: true });
    const said = await read();
    const reads = OBJECTS * READS;
    return resultOf(
      NAME,
      [
        exactly('KMS calls of 50 reads before', before, 'calls', 1),
        says('bucket key after an update without the flag', bucketKeyEnabled === true ? 'on' : 'off', 'off'),
        exactly('KMS calls of 50 reads after it', forgotten, 'calls', reads),
        exactly('KMS calls of 50 reads after an update with the flag', said, 'calls', 1),
        exactly('reads that showed the ETag of the write', kept, 'reads', 3 * reads),
        run.verdictFigure(),
      ],
      run.complaints,
    );
  });
}
