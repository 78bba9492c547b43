import type { Event, Setup, Step } from '../../../model/index.ts';
import { MINUTE_MS, SECOND_MS } from '../../../model/index.ts';

const ACCOUNT = '111111111111';

/** Two sessions of a role and a role of its own, for a bucket with bucket keys. */
export const DESIGNED_SETUP: Setup = {
  requesters: [
    { name: 'ann', account: ACCOUNT, principal: 'app', session: 's1' },
    { name: 'ann-again', account: ACCOUNT, principal: 'app', session: 's2' },
    { name: 'bob', account: ACCOUNT, principal: 'reader', session: 's3' },
  ],
  kmsKeys: [{ id: 'k1', account: ACCOUNT }],
  aliases: [],
  buckets: [{ name: 'b', account: ACCOUNT, plainObjects: [] }],
};

/** A trace that is made to tell what caches do, step by step. */
export class DesignedTrace {
  readonly steps: Step[] = [];
  #atMs = 0;

  constructor() {
    this.does('ann', {
      op: 'PutBucketEncryption',
      bucket: 'b',
      rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }],
    });
    this.wait(40 * MINUTE_MS);
  }

  wait(ms: number): this {
    this.#atMs += ms;
    return this;
  }

  does(by: string, event: Event): this {
    this.steps.push({ atMs: this.#atMs, by, event });
    this.#atMs += SECOND_MS;
    return this;
  }

  put(by: string, key: string): this {
    const body = { text: '', md5: 'd41d8cd98f00b204e9800998ecf8427e' };
    return this.does(by, { op: 'PutObject', bucket: 'b', key, body, headers: {} });
  }

  get(by: string, key: string): this {
    return this.does(by, { op: 'GetObject', bucket: 'b', key });
  }
}

/**
 * Who wants to know what ends the use of a bucket key asks again and again: each requester in turn, at gaps that grow
 * and shrink, so that some requests come shortly before the end of a lifetime and some shortly after.
 */
export function lifetimesTrace(rounds: number, gapMs: number): DesignedTrace {
  const trace = new DesignedTrace();
  trace.put('ann', 'a');
  for (let round = 0; round < rounds; round += 1) {
    trace
      .put('ann', `w${round % 3}`)
      .get('ann', 'a')
      .get('ann-again', 'a')
      .get('bob', 'a')
      .put('bob', `v${round % 3}`);
    trace.wait(gapMs);
  }
  return trace;
}
