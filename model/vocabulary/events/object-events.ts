import type { Body } from '../body.ts';
import type { Conditions } from '../conditions.ts';
import type { EncryptionHeaders } from '../encryption.ts';
import type { CopyChange } from '../fields.ts';

/** Writes an object in one part. */
export interface PutObject {
  readonly op: 'PutObject';
  readonly bucket: string;
  readonly key: string;
  readonly body: Body;
  readonly headers: EncryptionHeaders;
  /** Of what is there before (F-36). */
  readonly conditions?: Conditions;
  /**
   * `x-amz-object-lock-legal-hold: ON`: the version is locked (F-188). A period of retention is told so too, for as
   * long as it lasts. Omitted, or false = it is not.
   */
  readonly legalHold?: boolean;
}

/** Reads an object whole. */
export interface GetObject {
  readonly op: 'GetObject';
  readonly bucket: string;
  readonly key: string;
  /** Omitted = the current version (F-178). */
  readonly versionId?: string;
  /** Sent although reads take none (F-39). */
  readonly headers?: EncryptionHeaders;
  readonly conditions?: Conditions;
  /** `x-amz-checksum-mode`: the checksum is asked for, which is encrypted with the object (F-42). */
  readonly checksumMode?: boolean;
  /** Some of the bytes are asked for; what is no range of bytes is not looked at. */
  readonly range?: string;
  /** One of the parts is asked for that the object was uploaded in. */
  readonly partNumber?: number;
}

/** Reads an object's headers; calls KMS for the checksum alone (F-41, F-42). */
export interface HeadObject {
  readonly op: 'HeadObject';
  readonly bucket: string;
  readonly key: string;
  /** Omitted = the current version (F-178). */
  readonly versionId?: string;
  /** Sent although reads take none (F-39). */
  readonly headers?: EncryptionHeaders;
  readonly conditions?: Conditions;
  /** `x-amz-checksum-mode`: the checksum is asked for, which is encrypted with the object (F-42). */
  readonly checksumMode?: boolean;
  /** Some of the bytes are asked for; what is no range of bytes is not looked at. */
  readonly range?: string;
  /** One of the parts is asked for that the object was uploaded in. */
  readonly partNumber?: number;
}

/**
 * Asks for the ETag of an object, and for its checksum where `checksum` says so: checksums of KMS objects are encrypted
 * (F-42, F-183).
 */
export interface GetObjectAttributes {
  readonly op: 'GetObjectAttributes';
  readonly bucket: string;
  readonly key: string;
  /** Omitted = the current version (F-178). */
  readonly versionId?: string;
  readonly checksum: boolean;
  /** Sent although reads take none (F-183). */
  readonly headers?: EncryptionHeaders;
}

/**
 * Copies an object in one part, within a bucket, across buckets or onto itself (F-47 to F-51).
 */
export interface CopyObject {
  readonly op: 'CopyObject';
  readonly source: { readonly bucket: string; readonly key: string };
  /** The version of the source that is copied; omitted = the current one (F-179). */
  readonly sourceVersionId?: string;
  readonly bucket: string;
  readonly key: string;
  readonly headers: EncryptionHeaders;
  /** Of the version that is copied (F-182). */
  readonly sourceConditions?: Conditions;
  /** Name of the customer key that the source is under: `x-amz-copy-source-server-side-encryption-customer-key`. */
  readonly sourceCustomerKey?: string;
  /** What else it is told to change; omitted = nothing. */
  readonly changes?: readonly CopyChange[];
}

/**
 * Deletes an object, which leaves a delete marker where the bucket keeps versions, or one version for good (F-177);
 * deleting what is not there is no error.
 */
export interface DeleteObject {
  readonly op: 'DeleteObject';
  readonly bucket: string;
  readonly key: string;
  /** The version that is removed for good. */
  readonly versionId?: string;
}

/** Puts an object under a KMS key, or another one, where it is: its data key is wrapped anew (F-147, F-149). */
export interface UpdateObjectEncryption {
  readonly op: 'UpdateObjectEncryption';
  readonly bucket: string;
  readonly key: string;
  /** Omitted = the current version. */
  readonly versionId?: string;
  /** ARN of a KMS key; anything else is refused, an alias ARN too (F-148, F-172). */
  readonly kmsKeyArn: string;
  /** Omitted = false, whatever the rule of the bucket says (F-147). */
  readonly bucketKeyEnabled?: boolean;
}

/** Events on objects. */
export type ObjectEvent =
  | PutObject
  | GetObject
  | HeadObject
  | GetObjectAttributes
  | CopyObject
  | DeleteObject
  | UpdateObjectEncryption;
