import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatTrace } from '../../trace/format-trace.ts';
import type { Trace } from '../../trace/trace.ts';
import { ownFolder } from './harness.ts';

/** A name that would end a string, a comment or a template of the test it is written into. */
export const HOSTILE = "'\\u{2028}\u2028`\u0024{process.exit(9)}*/\n// <script>";

/** A server that lets bob read what ann alone has asked KMS for, and some steps that have nothing to do with it. */
export function recorded(sut: string, profile = 'ideal'): Trace {
  const requesters = ['ann', 'bob'].map((name) => ({ name, account: '111111111111', principal: name, session: 's1' }));
  const buckets = ['b', 'other'].map((name) => ({ name, account: '111111111111', plainObjects: [] }));
  const setup = { requesters, kmsKeys: [{ id: 'k1', account: '111111111111' }], aliases: [], buckets };
  const rule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;
  const keyArn = 'arn:aws:kms:eu-west-1:111111111111:key/k1';
  const on = { status: 200, sse: 'aws:kms', kmsKeyArn: keyArn, bucketKeyEnabled: true } as const;
  const call = {
    operation: 'GenerateDataKey',
    by: 'ann',
    keyArn,
    context: { 'aws:s3:arn': 'arn:aws:s3:::b' },
    result: 'ok',
  } as const;
  const body = { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' };
  return {
    header: { bucketkeyTrace: 1, profile, sut, seed: 7, setup },
    steps: [
      ...[1, 2, 3].map((n) => ({
        step: { atMs: n, by: 'ann', event: { op: 'HeadObject', bucket: 'other', key: `n${n}` } } as const,
        observation: { status: 404 },
      })),
      {
        step: { atMs: 10, by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [rule] } },
        observation: { status: 200 },
      },
      {
        step: { atMs: 1_000, by: 'ann', event: { op: 'PutObject', bucket: 'b', key: HOSTILE, body, headers: {} } },
        observation: { ...on, kmsCalls: [call] },
      },
      {
        step: { atMs: 2_000, by: 'bob', event: { op: 'GetObject', bucket: 'b', key: HOSTILE } },
        observation: { ...on, kmsCalls: [] },
      },
      { step: { atMs: 3_000, by: null, event: { op: 'RestartHosts' } }, observation: { status: 200 } },
    ],
  };
}

/** Writes a trace where the command looks for it. */
export async function save(name: string, trace: Trace): Promise<void> {
  await writeFile(join(ownFolder(), name), formatTrace(trace));
}
