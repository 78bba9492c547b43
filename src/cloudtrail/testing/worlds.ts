import {
  Arns,
  type EncryptionHeaders,
  type EncryptionRule,
  type Event,
  type Requester,
  type Setup,
  type Step,
} from '../../../model/index.ts';
import { observe } from '../../check/run-trace.ts';
import { embeddedSut } from '../../suts/embedded.ts';
import { type Damage, trailOfWorld } from './trail-of-world.ts';

const ACCOUNT = '111111111111';
const ARNS = new Arns({});
const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** A requester by role and, if need be, session and scoping policy. */
export function requester(principal: string, session = 's1', scopingPolicy?: string): Requester {
  const name = scopingPolicy === undefined ? `${principal}/${session}` : `${principal}/${session}/${scopingPolicy}`;
  return { name, account: ACCOUNT, principal, session, ...(scopingPolicy !== undefined && { scopingPolicy }) };
}

/** A known world to write trails of: what happens in it, step by step. */
export class PlantedWorld {
  readonly #requesters: readonly Requester[];
  readonly #steps: Step[] = [];
  #atMs = 0;

  constructor(...requesters: readonly Requester[]) {
    this.#requesters = requesters;
  }

  wait(ms: number): this {
    this.#atMs += ms;
    return this;
  }

  does(by: Requester, event: Event): this {
    this.#steps.push({ atMs: this.#atMs, by: by.name, event });
    this.#atMs += SECOND;
    return this;
  }

  /** What nobody asks for. */
  happens(event: Event): this {
    this.#steps.push({ atMs: this.#atMs, by: null, event });
    this.#atMs += SECOND;
    return this;
  }

  rule(
    by: Requester,
    bucket: string,
    BucketKeyEnabled: boolean,
    SSEAlgorithm: EncryptionRule['SSEAlgorithm'] = 'aws:kms',
  ): this {
    const rule = {
      SSEAlgorithm,
      KMSMasterKeyID: ARNS.kmsKey(ACCOUNT, 'k1'),
      ...(BucketKeyEnabled && { BucketKeyEnabled }),
    };
    return this.does(by, { op: 'PutBucketEncryption', bucket, rules: [rule] });
  }

  put(by: Requester, bucket: string, key: string, headers: EncryptionHeaders = {}): this {
    return this.does(by, {
      op: 'PutObject',
      bucket,
      key,
      body: { text: '', md5: 'd41d8cd98f00b204e9800998ecf8427e' },
      headers,
    });
  }

  get(by: Requester, bucket: string, key: string): this {
    return this.does(by, { op: 'GetObject', bucket, key });
  }

  /** What CloudTrail tells of it. */
  async trail(seed: number, damage: Damage): Promise<object[]> {
    const setup: Setup = {
      requesters: this.#requesters,
      kmsKeys: ['k1', 'k2'].map((id) => ({ id, account: ACCOUNT })),
      aliases: [],
      buckets: ['alpha', 'beta'].map((name) => ({ name, account: ACCOUNT, plainObjects: [] })),
    };
    const seen = await observe({ sut: embeddedSut({ requesterMode: 'rolePolicy' }), seed }, setup, this.#steps);
    return trailOfWorld(setup, seen, seed, damage);
  }
}

/** The ARN of a key of these worlds. */
export function keyOf(id: 'k1' | 'k2'): string {
  return ARNS.kmsKey(ACCOUNT, id);
}
