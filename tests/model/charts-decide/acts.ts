import { type Body, ENVIRONMENT_EVENTS, type EncryptionHeaders, type Event, type Setup } from '../../../model/index.ts';
import { OTHER_BODY, TEST_BODY } from '../../../model/testing/scene.ts';
import type { NamedTrace } from './recording.ts';

const ACCOUNT = '111111111111';
/** Three buckets in a row, to replicate along, each with a PLAIN object; replicas get KR. */
const SETUP: Setup = {
  requesters: ['ann', 'repl'].map((name) => ({ name, account: ACCOUNT, principal: name, session: 's' })),
  kmsKeys: [
    ...['K1', 'K2', 'KR'].map((id) => ({ id, account: ACCOUNT })),
    { id: 'KE', account: ACCOUNT, origin: 'EXTERNAL' },
  ],
  aliases: [],
  buckets: [bucketOf('up', TEST_BODY), bucketOf('from', TEST_BODY), bucketOf('to', OTHER_BODY)],
};

function bucketOf(name: string, body: Body): Setup['buckets'][number] {
  return { name, account: ACCOUNT, plainObjects: [{ key: 'o', body }] };
}

/** Headers that a write ends up with an encryption by. */
export const HEADERS = {
  sseS3: { sse: 'AES256' },
  sseKms: { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false },
  sseKmsBucketKey: { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: true },
  dsseKms: { sse: 'aws:kms:dsse', kmsKeyId: 'K1' },
} as const satisfies Record<string, EncryptionHeaders>;

/** What a write can end up as. */
export type EncryptionName = keyof typeof HEADERS;

/** All of them. */
export const ENCRYPTIONS = ['sseS3', 'sseKms', 'sseKmsBucketKey', 'dsseKms'] as const;

/** An event, or a time to wait in milliseconds. */
export type EventOrWait = Event | number;

const BY_NOBODY: ReadonlySet<string> = new Set(ENVIRONMENT_EVENTS);

/** A trace of one event a second, by `ann`. */
export function traceOfEvents(name: string, acts: readonly EventOrWait[]): NamedTrace {
  let atMs = 0;
  const steps: NamedTrace['steps'][number][] = [];
  for (const act of acts) {
    if (typeof act === 'number') atMs += act;
    else {
      atMs += 1_000;
      steps.push({ atMs, by: BY_NOBODY.has(act.op) ? null : 'ann', event: act });
    }
  }
  return { name, setup: SETUP, steps };
}
