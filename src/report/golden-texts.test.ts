import { expect, test } from 'vitest';
import { mutantProfile } from '../adequacy/kills.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { MUTANTS } from '../adequacy/mutants/index.ts';
import { chooseProperties } from '../check/choose.ts';
import { compareVariant } from '../check/metamorphic-run.ts';
import { runTrace } from '../check/run-trace.ts';
import { tellStory } from './story.ts';

/** What is told of a planted fault, on its witness. */
async function told(id: string): Promise<string> {
  const mutant = MUTANTS.find((one) => one.id === id);
  if (mutant === undefined) throw new Error(`there is no mutant ${id}`);
  const profile = mutantProfile(mutant);
  const { monitored, metamorphic, oracle } = chooseProperties(undefined, profile);
  // Its name would give it away to whoever reads the text.
  const sut = { ...mutantSut(mutant), name: 'a system' };
  const bench = { sut, profile, seed: 1, properties: monitored, oracle };
  const { trace, violation } = await runTrace(bench, mutant.witness.setup, mutant.witness.steps);
  if (violation !== undefined) return tellStory(trace, violation);
  for (const property of metamorphic) {
    const { violation: found } = await compareVariant(bench, property, mutant.witness, trace.steps);
    if (found !== undefined) return tellStory(trace, found);
  }
  throw new Error(`nothing is told of ${id}`);
}

/** A fault of each kind; each text was read by somebody who had to name the fault from it. */
const FAULTS = [
  'account-ignored',
  'aes256-rule-with-key-accepted',
  'alias-of-bucket-owner',
  'attributes-always-open',
  'attributes-need-get-object-only',
  'bare-write-stays-clear',
  'bucket-flag-forgotten',
  'bucket-key-calls-made-twice',
  'bucket-key-from-fixed-seed',
  'bucket-key-made-for-ever',
  'bucket-key-wrapped-with-caller-context',
  'bucket-open-to-other-accounts',
  'cache-emptied-at-midnight',
  'cache-expires-at-once',
  'cache-ignores-bucket',
  'cache-ignores-kms-key',
  'cache-lifetime-off-by-one',
  'cache-shared-by-all',
  'caller-context-dropped',
  'calls-made-by-service',
  'calls-recorded-twice',
  'cancelled-deletion-enables',
  'completed-upload-lives-on',
  'condition-object-pattern-matches-bucket',
  'context-always-bucket-arn',
  'context-always-object-arn',
  'copy-keeps-source-flag',
  'copy-keeps-source-key',
  'copy-of-clear-text-stays-clear',
  'copy-of-unmodified-is-304',
  'customer-key-block-ignored',
  'customer-key-etag-is-md5',
  'customer-key-missing-denied',
  'customer-key-replica-shows-default',
  'data-key-without-salt',
  'decrypts-not-recorded',
  'deletion-late',
  'deletion-never-carried-out',
  'directory-copy-from-cache',
  'directory-key-replaced',
  'etag-is-md5-under-kms',
  'etag-looks-multipart',
  'etag-opaque-under-sse-s3',
  'etag-salt-is-fixed',
  'eviction-drops-wrapped-keys',
  'failed-write-deletes',
  'failed-write-truncates',
  'false-flag-cannot-override',
  'head-checksum-for-nothing',
  'head-reads-content',
  'if-none-match-ignored',
  'key-control-not-checked',
  'key-id-echoed-bare',
  'key-id-without-algorithm-accepted',
  'key-policy-deny-ignored',
  'literal-aws-s3-accepted',
  'marker-loses-versions',
  'missing-told-to-everybody',
  'named-version-is-current',
  'new-version-relabels-older',
  'nonce-always-zero',
  'part-opened-as-creator',
  'parts-in-order-of-arrival',
  'pending-deletion-accepted',
  'range-costs-nothing',
  'refused-calls-not-recorded',
  'removal-takes-newer',
  'replica-has-new-etag',
  'replica-loses-flag',
  'replica-under-source-key',
  'replicates-without-versions',
  'replication-stays-pending',
  'rule-change-flips-stored-flags',
  'rule-change-relabels-clear-text',
  'scoping-policy-ignored',
  'self-copy-knows-encryption-only',
  'self-copy-must-change-encryption',
  'session-ignored',
  'session-is-requester',
  'throttling-is-internal-error',
  'unmodified-is-sent-whole',
  'unlisted-parts-kept',
  'upload-etag-without-number',
  'upload-follows-the-rule',
  'update-flag-from-bucket',
  'update-has-fresh-etag',
  'update-replicates',
  'update-takes-alias',
];

test('the text names the fault', async () => {
  const texts: string[] = [];
  for (const id of FAULTS) texts.push(`======== ${id}\n\n${await told(id)}`);
  await expect(texts.join('\n')).toMatchFileSnapshot('golden-texts.txt');
}, 60_000);
