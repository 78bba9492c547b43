import { bytesToHex, utf8ToBytes } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import { SCENE } from '../../../model/testing/scene.ts';
import type { Body } from '../../../model/vocabulary/body.ts';
import type { EncryptionHeaders, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { Setup } from '../../../model/vocabulary/setup.ts';
import type { ReferenceOptions } from '../options.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../parts/parts.ts';
import { type Reference, referenceOf } from '../reference.ts';

/** An object's content with its MD5. */
export function bodyOf(text: string): Body {
  return { text, md5: bytesToHex(md5(utf8ToBytes(text))) };
}

/** KMS operation and context value of each call: `GenerateDataKey arn:aws:s3:::b`. */
export function summary(calls: Observation['kmsCalls']): string[] {
  return (calls ?? []).map(({ operation, context }) => `${operation} ${context?.['aws:s3:arn']}`);
}

/** Drives a reference in a few words. Time stands still unless `atMs` is moved; `by` is who acts next. */
export class ReferenceRun {
  /** Time of the next step. */
  atMs = 0;
  readonly #reference: Reference;

  constructor(options: Partial<ReferenceOptions> = {}, parts: ReferenceParts = REFERENCE_PARTS, setup: Setup = SCENE) {
    this.#reference = referenceOf(parts, setup, options);
  }

  /** Somebody's request. */
  does(by: string, event: Event): Promise<Observation> {
    return this.#reference.apply({ atMs: this.atMs, by, event });
  }

  /** An event of the environment. */
  happens(event: Event): Promise<Observation> {
    return this.#reference.apply({ atMs: this.atMs, by: null, event });
  }

  /** Puts `text` as the content of an object. */
  put(by: string, bucket: string, key: string, headers: EncryptionHeaders = {}, text = 'hello'): Promise<Observation> {
    return this.does(by, { op: 'PutObject', bucket, key, body: bodyOf(text), headers });
  }

  /** Reads an object. */
  get(by: string, bucket: string, key: string): Promise<Observation> {
    return this.does(by, { op: 'GetObject', bucket, key });
  }

  /** Copies an object; places are written `bucket/key`. */
  copy(by: string, from: string, to: string, headers: EncryptionHeaders = {}): Promise<Observation> {
    const [sourceBucket = '', sourceKey = ''] = from.split('/');
    const [bucket = '', key = ''] = to.split('/');
    return this.does(by, { op: 'CopyObject', source: { bucket: sourceBucket, key: sourceKey }, bucket, key, headers });
  }

  /** Puts the encryption rule of a bucket of the home account; null deletes it. */
  rule(bucket: string, rule: EncryptionRule | null): Promise<Observation> {
    if (rule === null) return this.does('ann', { op: 'DeleteBucketEncryption', bucket });
    return this.does('ann', { op: 'PutBucketEncryption', bucket, rules: [rule] });
  }
}
