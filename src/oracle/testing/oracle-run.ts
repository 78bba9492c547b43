import type { Event, KmsCall, KmsOperation, KmsResult, Observation, Profile, Setup } from '../../../model/index.ts';
import { ENVIRONMENT_EVENTS, kmsKeyArn } from '../../../model/index.ts';
import { AWS } from '../../../model/testing/model-run.ts';
import { HOME_ACCOUNT, SCENE, TEST_BODY } from '../../../model/testing/scene.ts';
import { DEFAULT_BOUNDS, type OracleBounds } from '../bounds.ts';
import { Oracle } from '../oracle.ts';
import type { Verdict } from '../verdict.ts';

/** Three opaque ETags. */
export const TAG = '11111111111111111111111111111111';
export const TAG2 = '22222222222222222222222222222222';
export const TAG3 = '33333333333333333333333333333333';

/** An answer that shows nothing, and made no KMS call. */
export const NOTHING_SHOWN = {
  code: null,
  sse: null,
  kmsKeyArn: null,
  bucketKeyEnabled: null,
  etag: null,
  contentMd5: null,
  replicationStatus: null,
  rule: null,
  kmsCalls: [],
} as const;

/** A step that was observed completely: what `parts` do not say was observed to be absent, and no KMS call was made. */
export function seen(status: number, parts: Partial<Observation> = {}): Observation {
  return { ...NOTHING_SHOWN, ...parts, status };
}

/** A refusal, with the calls that reached KMS before. */
export function seenRefusal(status: number, code: string, ...kmsCalls: readonly KmsCall[]): Observation {
  return seen(status, { code, kmsCalls });
}

/** A write under a home key without bucket key. */
export function wroteKms(keyId: string, etag: string, ...kmsCalls: readonly KmsCall[]): Observation {
  return seen(200, { sse: 'aws:kms', kmsKeyArn: kmsKeyArn(HOME_ACCOUNT, keyId), etag, kmsCalls });
}

/** A write under a home key with bucket key. */
export function wroteBk(keyId: string, etag: string, ...kmsCalls: readonly KmsCall[]): Observation {
  return { ...wroteKms(keyId, etag, ...kmsCalls), bucketKeyEnabled: true };
}

/** A write that S3 alone encrypts. */
export function wroteS3(): Observation {
  return seen(200, { sse: 'AES256', etag: TEST_BODY.md5 });
}

/** The read of what a write of {@link TEST_BODY} answered. */
export function read(written: Observation, ...kmsCalls: readonly KmsCall[]): Observation {
  return { ...written, contentMd5: TEST_BODY.md5, kmsCalls };
}

/** A call for a home key, its context naming `place` (`b` or `b/o`). */
export function call(
  operation: KmsOperation,
  by: string,
  place: string,
  {
    key = 'K1',
    result = 'ok',
    pairs = {},
  }: { key?: string; result?: KmsResult; pairs?: Readonly<Record<string, string>> } = {},
): KmsCall {
  return {
    operation,
    by,
    keyArn: kmsKeyArn(HOME_ACCOUNT, key),
    context: { 'aws:s3:arn': `arn:aws:s3:::${place}`, ...pairs },
    result,
  };
}

/** The same without its KMS calls: nobody looked. */
export function unseenKms({ kmsCalls: _unseen, ...rest }: Observation): Observation {
  return rest;
}

/** A trace as it is being observed. Time stands still unless `atMs` is moved. */
export class OracleRun {
  readonly oracle: Oracle;
  atMs = 0;

  constructor(profile: Profile = AWS, bounds: OracleBounds = DEFAULT_BOUNDS, setup: Setup = SCENE) {
    this.oracle = new Oracle(setup, profile, bounds);
  }

  /** The verdict after one more step; the environment's events are by nobody. */
  see(by: string, event: Event, observation: Observation, options?: Parameters<Oracle['see']>[1]): Verdict {
    const isEnvironments = ENVIRONMENT_EVENTS.some((name) => name === event.op);
    return this.oracle.see({ step: { atMs: this.atMs, by: isEnvironments ? null : by, event }, observation }, options);
  }

  /** A step that is there to prepare others. Throws where it is not accepted. */
  given(by: string, event: Event, observation: Observation): this {
    const verdict = this.see(by, event, observation);
    if (verdict !== 'conforms')
      throw new Error(`${event.op}: ${verdict}: ${this.oracle.violation?.reason ?? this.oracle.unknownBecause}`);
    return this;
  }

  /** Lets time pass. */
  wait(ms: number): this {
    this.atMs += ms;
    return this;
  }
}
