import {
  type Body,
  type EncryptionHeaders,
  type EncryptionRule,
  type Event,
  KMS_OUTAGES,
  type KmsCall,
  type KmsOperation,
  type KmsResult,
  type Observation,
  type Profile,
  profileNamed,
  roleArn,
  SECOND_MS,
  type Setup,
} from '../../model/index.ts';
import { HOME_ACCOUNT, homeKey, SCENE } from '../../model/testing/scene.ts';
import { Ledger } from '../ledger.ts';
import type { ObservedStep } from '../observed-step.ts';
import type { Judgement, Property } from '../property.ts';

/** Content with something that looks like its MD5 and differs from text to text. */
export function fakeBody(text: string): Body {
  let state = 7;
  for (let index = 0; index < text.length; index += 1) state = (Math.imul(state, 31) + text.charCodeAt(index)) >>> 0;
  return { text, md5: state.toString(16).padStart(8, '0').repeat(4) };
}

/** ARN of a role of the home account. */
export function role(name: string): string {
  return roleArn(HOME_ACCOUNT, name);
}

/**
 * What a step shows; calls are written `Decrypt b K1` or `Decrypt b/k K1 DisabledException`, null = nobody looked.
 */
export interface Shown extends Partial<Omit<Observation, 'kmsCalls'>> {
  readonly calls?: readonly string[] | null;
  /** Whose identity the calls carry, when not that of whoever takes the step. */
  readonly callsBy?: string;
}

/** Under a KMS key with a bucket key. */
export function withBucketKey(keyId: string, ...calls: string[]): Shown {
  return { sse: 'aws:kms', kmsKeyArn: homeKey(keyId), bucketKeyEnabled: true, calls };
}

/** Under a KMS key without a bucket key. */
export function withoutBucketKey(keyId: string, ...calls: string[]): Shown {
  return { sse: 'aws:kms', kmsKeyArn: homeKey(keyId), bucketKeyEnabled: null, calls };
}

/** Under SSE-S3. */
export const SSE_S3: Shown = { sse: 'AES256', kmsKeyArn: null, bucketKeyEnabled: null, calls: [] };

/** An error. */
export function shownRefusal(status: number, code: string | null, ...calls: string[]): Shown {
  return { status, code, calls };
}

/** Writes an observed trace down, a step a call; times in seconds, objects as `bucket/key`. */
export class ObservedTrace {
  /** The steps so far. */
  readonly steps: ObservedStep[] = [];

  /** Any step. */
  add(at: number, by: string | null, event: Event, { calls, callsBy, ...shown }: Shown = {}): this {
    const kmsCalls =
      calls === null ? {} : { kmsCalls: (calls ?? []).map((text) => call(text, callsBy ?? by ?? 'admin')) };
    this.steps.push({
      step: { atMs: at * SECOND_MS, by, event },
      observation: { status: 200, code: null, ...shown, ...kmsCalls },
    });
    return this;
  }

  /** PutObject of a text. */
  put(at: number, by: string, path: string, shown: Shown, headers: EncryptionHeaders = {}, text = path): this {
    return this.add(at, by, { op: 'PutObject', ...place(path), body: fakeBody(text), headers }, shown);
  }

  /** GetObject. */
  get(at: number, by: string, path: string, shown: Shown): this {
    return this.add(at, by, { op: 'GetObject', ...place(path) }, shown);
  }

  /** HeadObject. */
  head(at: number, by: string, path: string, shown: Shown): this {
    return this.add(at, by, { op: 'HeadObject', ...place(path) }, shown);
  }

  /** CopyObject. */
  copy(at: number, by: string, from: string, to: string, shown: Shown, headers: EncryptionHeaders = {}): this {
    return this.add(at, by, { op: 'CopyObject', source: place(from), ...place(to), headers }, shown);
  }

  /** PutBucketEncryption by `admin`. */
  rule(at: number, bucket: string, rule: EncryptionRule): this {
    return this.add(at, 'admin', { op: 'PutBucketEncryption', bucket, rules: [rule] });
  }

  /** A replication rule from b to c by the role `admin`. */
  replicate(at: number, replicaKmsKeyId?: string): this {
    const key = replicaKmsKeyId === undefined ? {} : { replicaKmsKeyId };
    return this.add(at, 'admin', {
      op: 'PutBucketReplication',
      bucket: 'b',
      destination: 'c',
      role: 'admin',
      ...key,
    });
  }

  /** ReplicateObject, and the status of the source afterwards. */
  deliver(
    at: number,
    path: string,
    replicationStatus: 'PENDING' | 'COMPLETED' | 'FAILED' | null,
    ...calls: string[]
  ): this {
    return this.add(at, null, { op: 'ReplicateObject', ...place(path) }, { replicationStatus, calls });
  }
}

/** What a property says of each step of a scene. */
export function judgements(
  property: Property,
  scene: ObservedTrace,
  under: Profile = profileNamed('ideal'),
  setup: Setup = SCENE,
): Judgement[] {
  const ledger = new Ledger(setup, under);
  const monitor = property.monitor({ setup, profile: under, ledger });
  return scene.steps.map((seen) => {
    ledger.timeIs(seen.step.atMs);
    const judgement = monitor.see(seen);
    ledger.record(seen);
    return judgement;
  });
}

/** What a property says of the last step of a scene. */
export function lastJudgement(
  property: Property,
  scene: ObservedTrace,
  under?: Profile,
  setup?: Setup,
): Judgement | undefined {
  return judgements(property, scene, under, setup).at(-1);
}

/** Why a property refuses the last step of a scene; throws when it does not, or when it refuses an earlier one. */
export function violation(property: Property, scene: ObservedTrace, under?: Profile): string {
  const all = judgements(property, scene, under);
  const last = all.pop();
  const early = all.find((judgement) => typeof judgement === 'object');
  if (early !== undefined) throw new Error(`an earlier step is refused: ${JSON.stringify(early)}`);
  if (typeof last !== 'object') throw new Error(`the last step is not refused but ${last}`);
  return last.violation;
}

function place(path: string): { bucket: string; key: string } {
  const at = path.indexOf('/');
  return { bucket: path.slice(0, at), key: path.slice(at + 1) };
}

function call(text: string, by: string): KmsCall {
  const [operation, subject, keyId, result = 'ok'] = text.split(' ');
  if (!isOperation(operation) || subject === undefined || keyId === undefined || !isResult(result))
    throw new SyntaxError(`not a call: ${text}`);
  return { operation, by, keyArn: homeKey(keyId), context: { 'aws:s3:arn': `arn:aws:s3:::${subject}` }, result };
}

function isOperation(text: string | undefined): text is KmsOperation {
  return text === 'GenerateDataKey' || text === 'Decrypt' || text === 'Encrypt' || text === 'ReEncrypt';
}

const RESULTS: readonly string[] = [
  'ok',
  'AccessDeniedException',
  'DisabledException',
  'InvalidKeyUsageException',
  'KMSInvalidStateException',
  'NotFoundException',
  'ThrottlingException',
  ...KMS_OUTAGES,
];

function isResult(text: string): text is KmsResult {
  return RESULTS.includes(text);
}
