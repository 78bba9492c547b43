import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { judgeTrace } from '../src/check/replay.ts';
import type { ReplayResult } from '../src/check/replay-result.ts';
import { readTraceFile } from '../src/trace/index.ts';

async function judged(file: string, profileName: string): Promise<ReplayResult> {
  const profile = profileNamed(profileName);
  return judgeTrace(await readTraceFile(join(import.meta.dirname, 'tiers', `${file}.ndjson`)), profile);
}

// Stories of systems that people met, where AWS names no bound and the profile assumes one.
describe('beyond what is assumed nobody is accused, and told what would have to be so', () => {
  test.each([
    [
      'served-25-hours-after-the-call',
      'every-requester-pays',
      'conforms only if a cached bucket key may serve for 25 h; assumed: at most 24 h',
    ],
    [
      'an-alias-stale-for-8-minutes',
      'explained',
      'conforms only if KMS may act on an old key state, key policy or alias for 8 min; assumed: at most 5 min',
    ],
    [
      'a-read-answered-500-and-nothing-else',
      'explained',
      'conforms only if this 500 InternalError was an error of S3 itself, which it gave as the only answer to ' +
        'GetObject invoices/may of clerk',
    ],
    [
      'a-replica-with-another-etag',
      'explained',
      'conforms only if a replica of an object under KMS or a customer key may have an ETag of its own; assumed: it ' +
        'has that of its source',
    ],
  ])('%s', async (file, property, onlyIf) => {
    expect(await judged(file, 'aws')).toMatchObject({
      verdict: 'unknown',
      doubt: { property, onlyIf },
      unknownBecause: onlyIf,
    });
    expect(await judged(file, 'aws-at-once')).toMatchObject({ verdict: 'violates', violation: { property } });
  });
});

describe('any request may meet an error of S3 itself, and a write that met one may have happened', () => {
  test.each([
    'a-write-answered-500-is-tried-again',
    'a-write-answered-500-took-effect',
    'a-read-without-kms-is-told-to-slow-down',
  ])('%s', async (file) => {
    expect(await judged(file, 'aws')).toMatchObject({ verdict: 'conforms' });
    expect(await judged(file, 'aws-at-once')).toMatchObject({ verdict: 'violates' });
  });
});
