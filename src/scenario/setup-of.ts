import { bytesToHex, utf8ToBytes } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import type { Body, BucketSetup, EncryptionRule, PutBucketEncryption, Requester, Setup } from '../../model/index.ts';

/** The account every scenario plays in. */
export const ACCOUNT = '111111111111';

/** Name of the requester that configures buckets and keys in every scenario. */
export const ADMIN = 'admin';

/**
 * A role of {@link ACCOUNT}; requesters with one role and different sessions are one requester under the current text
 * (F-95).
 */
export function requester(name: string, role: string = name): Requester {
  return { name, account: ACCOUNT, principal: role, session: name };
}

/** Content with its MD5. */
export function content(text: string): Body {
  return { text, md5: bytesToHex(md5(utf8ToBytes(text))) };
}

/** A bucket of {@link ACCOUNT}, with the objects it has from before 2023 (F-33). */
export function bucket(name: string, plainObjects: BucketSetup['plainObjects'] = []): BucketSetup {
  return { name, account: ACCOUNT, plainObjects };
}

/** A directory bucket of {@link ACCOUNT} (F-20). */
export function directoryBucket(name: string): BucketSetup {
  return { ...bucket(name), kind: 'directory' };
}

/** A world of one account: {@link ADMIN}, the requesters and buckets given, and KMS keys of the given ids. */
export function setupOf(
  requesters: readonly Requester[],
  keyIds: readonly string[],
  buckets: readonly BucketSetup[],
): Setup {
  return {
    requesters: [requester(ADMIN), ...requesters],
    kmsKeys: keyIds.map((id) => ({ id, account: ACCOUNT })),
    aliases: [],
    buckets,
  };
}

/** SSE-KMS under a customer managed key, with or without bucket keys. */
export function kmsRule(keyId: string, bucketKeys: boolean): EncryptionRule {
  return { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyId, BucketKeyEnabled: bucketKeys };
}

/** Puts the default encryption of a bucket. */
export function putRule(name: string, rule: EncryptionRule): PutBucketEncryption {
  return { op: 'PutBucketEncryption', bucket: name, rules: [rule] };
}
