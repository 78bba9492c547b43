import type { Body } from '../body.ts';
import type { Conditions } from '../conditions.ts';
import type { EncryptionHeaders } from '../encryption.ts';

/** Begins a multipart upload. Headers and bucket rule settle its encryption here, once and for all (F-57). */
export interface CreateMultipartUpload {
  readonly op: 'CreateMultipartUpload';
  readonly bucket: string;
  readonly key: string;
  readonly headers: EncryptionHeaders;
  /**
   * The id by which the trace speaks of the upload, which S3 gives it; left out where nobody has seen it. A trace that
   * is yet to happen makes one up, and whoever drives a system puts the system's own in its place.
   */
  readonly uploadId?: string;
}

/** Sends a part of an upload, or sends it again. */
export interface UploadPart {
  readonly op: 'UploadPart';
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly partNumber: number;
  /** Left out where it was too large to be written down. */
  readonly body?: Body;
  /** Name of the customer key that the upload was begun with: parts take no other encryption headers (F-57). */
  readonly customerKey?: string;
}

/** Makes a part of a whole object, which is read for it (K-18). */
export interface UploadPartCopy {
  readonly op: 'UploadPartCopy';
  readonly source: { readonly bucket: string; readonly key: string };
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly partNumber: number;
  /** Name of the customer key that the upload was begun with (F-57). */
  readonly customerKey?: string;
  /** Name of the customer key that the source is under. */
  readonly sourceCustomerKey?: string;
}

/** Makes an object of parts of an upload, in their order (F-83). Their ETags are sent as S3 gave them. */
export interface CompleteMultipartUpload {
  readonly op: 'CompleteMultipartUpload';
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  /** Numbers of the parts, as listed in the request. */
  readonly parts: readonly number[];
  /** Of what is there before (F-36). */
  readonly conditions?: Conditions;
}

/** Gives an upload up, with all its parts. */
export interface AbortMultipartUpload {
  readonly op: 'AbortMultipartUpload';
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
}

/** Asks for the parts of an upload. What is listed is not looked at. */
export interface ListParts {
  readonly op: 'ListParts';
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
}

/** Events on multipart uploads. */
export type UploadEvent =
  | CreateMultipartUpload
  | UploadPart
  | UploadPartCopy
  | CompleteMultipartUpload
  | AbortMultipartUpload
  | ListParts;
