import type { Reply } from '../http/reply.ts';
import {
  createBucket,
  deleteBucket,
  deleteBucketEncryption,
  deleteBucketPolicy,
  deleteBucketReplication,
  getBucketEncryption,
  getBucketLocation,
  getBucketPolicy,
  getBucketReplication,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucketEncryption,
  putBucketPolicy,
  putBucketReplication,
  putBucketVersioning,
} from './bucket-operations.ts';
import { createSession, type InSession, SESSION_MODE_HEADER } from './bucket-sessions.ts';
import { CUSTOMER_KEY_HEADERS, SOURCE_CUSTOMER_KEY_HEADERS } from './customer-key.ts';
import { deleteObject, deleteObjects } from './delete-operations.ts';
import { listDirectoryBuckets } from './directory-buckets.ts';
import { ENCRYPTION_HEADERS } from './encryption-headers.ts';
import { listObjects, listObjectsV2, listObjectVersions } from './list-operations.ts';
import { LEGAL_HOLD_HEADER, OBJECT_LOCK_HEADER, putObjectLegalHold } from './object-lock.ts';
import { copyObject, getObject, getObjectAttributes, headObject, putObject } from './object-operations.ts';
import type { ObjectLimits } from './object-request.ts';
import type { BucketKind, S3Request } from './s3-request.ts';
import { updateObjectEncryption } from './update-encryption.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
  uploadPartCopy,
} from './upload-operations.ts';

/** One operation of S3: which requests ask for it, what they may say besides, and what carries it out. */
export interface S3Operation {
  readonly name: string;
  readonly method: string;
  readonly at: 'service' | 'bucket' | 'object';
  /** The parameter that tells it from others of its method, a sub-resource such as `encryption`. */
  readonly parameter?: string;
  /** The header that does. */
  readonly header?: string;
  /** What else it takes. All that is named nowhere is not implemented, and refused. */
  readonly parameters?: readonly string[];
  readonly headers?: readonly string[];
  /** Buckets of the other kind do not know it. */
  readonly only?: BucketKind;
  /** Omitted = sessions of a directory bucket sign it that do not only read (F-202). */
  readonly inSession?: InSession;
  carryOut(request: S3Request, limits: ObjectLimits): Promise<Reply>;
}

const LISTING = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];
const OVERRIDES = [
  'response-content-type',
  'response-content-language',
  'response-expires',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
];
const OF_ETAGS = ['if-match', 'if-none-match'];
const READING = [...ENCRYPTION_HEADERS, ...OF_ETAGS, 'if-modified-since', 'if-unmodified-since', 'range'];
const COPYING = [
  ...ENCRYPTION_HEADERS,
  ...SOURCE_CUSTOMER_KEY_HEADERS,
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-none-match',
];

/** All operations. Of those that a request could mean, the first one is meant. */
export const S3_OPERATIONS: readonly S3Operation[] = [
  { name: 'ListDirectoryBuckets', method: 'GET', at: 'service', only: 'directory', carryOut: listDirectoryBuckets },
  { name: 'ListBuckets', method: 'GET', at: 'service', carryOut: listBuckets },

  {
    name: 'CreateSession',
    method: 'GET',
    at: 'bucket',
    parameter: 'session',
    headers: [...ENCRYPTION_HEADERS, SESSION_MODE_HEADER],
    only: 'directory',
    inSession: 'reads',
    carryOut: createSession,
  },

  { name: 'PutBucketEncryption', method: 'PUT', at: 'bucket', parameter: 'encryption', carryOut: putBucketEncryption },
  { name: 'GetBucketEncryption', method: 'GET', at: 'bucket', parameter: 'encryption', carryOut: getBucketEncryption },
  {
    name: 'DeleteBucketEncryption',
    method: 'DELETE',
    at: 'bucket',
    parameter: 'encryption',
    carryOut: deleteBucketEncryption,
  },
  { name: 'PutBucketPolicy', method: 'PUT', at: 'bucket', parameter: 'policy', carryOut: putBucketPolicy },
  { name: 'GetBucketPolicy', method: 'GET', at: 'bucket', parameter: 'policy', carryOut: getBucketPolicy },
  { name: 'DeleteBucketPolicy', method: 'DELETE', at: 'bucket', parameter: 'policy', carryOut: deleteBucketPolicy },
  {
    name: 'PutBucketReplication',
    method: 'PUT',
    at: 'bucket',
    parameter: 'replication',
    carryOut: putBucketReplication,
  },
  {
    name: 'GetBucketReplication',
    method: 'GET',
    at: 'bucket',
    parameter: 'replication',
    only: 'general purpose',
    carryOut: getBucketReplication,
  },
  {
    name: 'DeleteBucketReplication',
    method: 'DELETE',
    at: 'bucket',
    parameter: 'replication',
    carryOut: deleteBucketReplication,
  },
  {
    name: 'GetBucketLocation',
    method: 'GET',
    at: 'bucket',
    parameter: 'location',
    only: 'general purpose',
    carryOut: getBucketLocation,
  },
  { name: 'PutBucketVersioning', method: 'PUT', at: 'bucket', parameter: 'versioning', carryOut: putBucketVersioning },
  {
    name: 'GetBucketVersioning',
    method: 'GET',
    at: 'bucket',
    parameter: 'versioning',
    only: 'general purpose',
    carryOut: getBucketVersioning,
  },
  {
    name: 'ListObjectsV2',
    method: 'GET',
    at: 'bucket',
    parameter: 'list-type',
    parameters: [...LISTING, 'continuation-token', 'start-after', 'fetch-owner'],
    inSession: 'reads',
    carryOut: listObjectsV2,
  },
  {
    name: 'ListObjectVersions',
    method: 'GET',
    at: 'bucket',
    parameter: 'versions',
    parameters: [...LISTING, 'key-marker', 'version-id-marker'],
    only: 'general purpose',
    carryOut: listObjectVersions,
  },
  { name: 'DeleteObjects', method: 'POST', at: 'bucket', parameter: 'delete', carryOut: deleteObjects },
  { name: 'CreateBucket', method: 'PUT', at: 'bucket', headers: [OBJECT_LOCK_HEADER], carryOut: createBucket },
  { name: 'HeadBucket', method: 'HEAD', at: 'bucket', inSession: 'reads', carryOut: headBucket },
  { name: 'DeleteBucket', method: 'DELETE', at: 'bucket', carryOut: deleteBucket },
  {
    name: 'ListObjects',
    method: 'GET',
    at: 'bucket',
    parameters: [...LISTING, 'marker'],
    only: 'general purpose',
    carryOut: listObjects,
  },

  {
    name: 'GetObjectAttributes',
    method: 'GET',
    at: 'object',
    parameter: 'attributes',
    parameters: ['versionId'],
    headers: [...ENCRYPTION_HEADERS, 'x-amz-object-attributes'],
    inSession: 'reads',
    carryOut: getObjectAttributes,
  },
  {
    name: 'CreateMultipartUpload',
    method: 'POST',
    at: 'object',
    parameter: 'uploads',
    headers: ENCRYPTION_HEADERS,
    carryOut: createMultipartUpload,
  },
  {
    name: 'UpdateObjectEncryption',
    method: 'PUT',
    at: 'object',
    parameter: 'encryption',
    parameters: ['versionId'],
    carryOut: updateObjectEncryption,
  },
  {
    name: 'PutObjectLegalHold',
    method: 'PUT',
    at: 'object',
    parameter: 'legal-hold',
    parameters: ['versionId'],
    only: 'general purpose',
    carryOut: putObjectLegalHold,
  },
  {
    name: 'UploadPartCopy',
    method: 'PUT',
    at: 'object',
    parameter: 'uploadId',
    header: 'x-amz-copy-source',
    parameters: ['partNumber'],
    headers: ['x-amz-copy-source', ...CUSTOMER_KEY_HEADERS, ...SOURCE_CUSTOMER_KEY_HEADERS],
    inSession: 'never',
    carryOut: uploadPartCopy,
  },
  {
    name: 'UploadPart',
    method: 'PUT',
    at: 'object',
    parameter: 'uploadId',
    parameters: ['partNumber'],
    headers: CUSTOMER_KEY_HEADERS,
    carryOut: uploadPart,
  },
  {
    name: 'CompleteMultipartUpload',
    method: 'POST',
    at: 'object',
    parameter: 'uploadId',
    headers: OF_ETAGS,
    carryOut: completeMultipartUpload,
  },
  {
    name: 'AbortMultipartUpload',
    method: 'DELETE',
    at: 'object',
    parameter: 'uploadId',
    carryOut: abortMultipartUpload,
  },
  {
    name: 'ListParts',
    method: 'GET',
    at: 'object',
    parameter: 'uploadId',
    parameters: ['max-parts', 'part-number-marker'],
    inSession: 'reads',
    carryOut: listParts,
  },
  {
    name: 'CopyObject',
    method: 'PUT',
    at: 'object',
    header: 'x-amz-copy-source',
    headers: COPYING,
    inSession: 'never',
    carryOut: copyObject,
  },
  {
    name: 'PutObject',
    method: 'PUT',
    at: 'object',
    headers: [...ENCRYPTION_HEADERS, ...OF_ETAGS, LEGAL_HOLD_HEADER],
    carryOut: putObject,
  },
  {
    name: 'GetObject',
    method: 'GET',
    at: 'object',
    parameters: [...OVERRIDES, 'versionId', 'partNumber'],
    headers: READING,
    inSession: 'reads',
    carryOut: getObject,
  },
  {
    name: 'HeadObject',
    method: 'HEAD',
    at: 'object',
    parameters: [...OVERRIDES, 'versionId', 'partNumber'],
    headers: READING,
    inSession: 'reads',
    carryOut: headObject,
  },
  { name: 'DeleteObject', method: 'DELETE', at: 'object', parameters: ['versionId'], carryOut: deleteObject },
];
