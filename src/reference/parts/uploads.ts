import { bytesToHex, concatBytes, hexToBytes } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import type { EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { S3Error } from '../refusal.ts';
import type { StoredPart } from '../s3/stored-bucket.ts';
import type { ObjectEncryption } from '../s3/stored-object.ts';

/** What multipart uploads are, and what is made of them. */
export interface UploadParts {
  /** How a part is shown, and the object that is made: as was settled at creation, whatever the rule by now (F-57). */
  encryptionOf(settled: ObjectEncryption, rule: EncryptionRule): ObjectEncryption;
  /** As whom KMS is asked for the data key: whoever sends the part (K-16, K-17). */
  opener(sender: Requester, creator: Requester): Requester;
  /** What is wrong with a part number (F-157). */
  partNumberError(partNumber: number): S3Error | null;
  /** What is wrong with the parts that a completion lists, which has those that are there (E-35). */
  listError(listed: readonly number[], there: ReadonlyMap<number, StoredPart>): S3Error | null;
  /** The parts that become the object, in order. */
  chosen(listed: readonly number[], there: ReadonlyMap<number, StoredPart>): readonly StoredPart[];
  /** The ETag of an object made of parts with these ETags (F-83). */
  etagOf(etags: readonly string[]): string;
  /** Whether an upload is still there after it was completed, or aborted. */
  outlivesCompletion: boolean;
  outlivesAbortion: boolean;
  /** Whether a part is acknowledged whose upload was completed or aborted while KMS was asked. */
  takesLateParts: boolean;
}

const MOST_PARTS = 10_000;

function listError(listed: readonly number[], there: ReadonlyMap<number, StoredPart>): S3Error | null {
  if (listed.length === 0) return { status: 400, code: 'MalformedXML' };
  if (listed.some((number) => !there.has(number))) return { status: 400, code: 'InvalidPart' };
  const isAscending = listed.every((number, at) => at === 0 || number > (listed[at - 1] ?? 0));
  return isAscending ? null : { status: 400, code: 'InvalidPartOrder' };
}

/** The correct {@link UploadParts}. */
export const UPLOAD_PARTS: UploadParts = {
  encryptionOf: (settled) => settled,
  opener: (sender) => sender,
  partNumberError: (number) =>
    Number.isInteger(number) && number >= 1 && number <= MOST_PARTS ? null : { status: 400, code: 'InvalidArgument' },
  listError,
  chosen: (listed, there) => listed.flatMap((number) => there.get(number) ?? []),
  etagOf: (etags) => `${bytesToHex(md5(concatBytes(...etags.map(hexToBytes))))}-${etags.length}`,
  outlivesCompletion: false,
  outlivesAbortion: false,
  takesLateParts: false,
};
