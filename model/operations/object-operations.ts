import type { ObjectEvent } from '../vocabulary/events/object-events.ts';
import type { Rows } from './operation.ts';

/** What GetObject and HeadObject ask alike, and what is checked of it. */
const READ_FIELDS = {
  bucket: 'bucket',
  key: 'objectKey',
  versionId: 'versionId?',
  headers: 'encryptionHeaders?',
  conditions: 'conditions?',
  checksumMode: 'flag?',
  range: 'byteRange?',
  partNumber: 'partNumber?',
} as const;
const READ_ORDER = [
  'bucket',
  'permission',
  'object',
  'customerKey',
  'readHeaders',
  'partNumber',
  'signature',
  'condition',
  'range',
] as const;
const READ_CALL =
  '{bucket}/{key}[ version {versionId}][, {headers}][, {conditions}][, checksum mode {checksumMode}][, range ' +
  '{range}][, part {partNumber}]';

/** Operations on objects. */
export const OBJECT_OPERATIONS = {
  PutObject: {
    by: 'requester',
    about: 'object',
    fields: {
      bucket: 'bucket',
      key: 'objectKey',
      body: 'body',
      headers: 'encryptionHeaders',
      conditions: 'conditions?',
      legalHold: 'flag?',
    },
    writes: { to: 'object', needs: ['s3:PutObject'], leaves: 'version' },
    order: ['bucket', 'headers', 'permission', 'encryption', 'signature', 'legalHold', 'condition'],
    status: 200,
    wording: {
      call: '{bucket}/{key} {body}[, {headers}][, {conditions}][, legal hold {legalHold}]',
      past: 'wrote {bucket}/{key}',
      infinitive: 'write {bucket}/{key}',
    },
    because: ['F-22', 'F-23', 'K-02', 'K-03', 'K-05'],
  },
  GetObject: {
    by: 'requester',
    about: 'object',
    fields: READ_FIELDS,
    reads: {
      from: 'object',
      needs: ['s3:GetObject'],
      needsByVersion: ['s3:GetObjectVersion'],
      decrypts: 'always',
      shows: 'data',
    },
    order: READ_ORDER,
    status: 200,
    wording: {
      call: READ_CALL,
      past: 'read {bucket}/{key}',
      infinitive: 'read {bucket}/{key}',
    },
    because: ['F-40', 'K-06', 'K-07'],
  },
  HeadObject: {
    by: 'requester',
    about: 'object',
    fields: READ_FIELDS,
    reads: {
      from: 'object',
      needs: ['s3:GetObject'],
      needsByVersion: ['s3:GetObjectVersion'],
      decrypts: 'headDecrypts',
      shows: 'headers',
    },
    order: READ_ORDER,
    status: 200,
    bodiless: true,
    wording: {
      call: READ_CALL,
      past: 'looked at {bucket}/{key}',
      infinitive: 'look at {bucket}/{key}',
    },
    because: ['F-41', 'K-09'],
  },
  // Shows nothing of the encryption (F-45).
  GetObjectAttributes: {
    by: 'requester',
    about: 'object',
    fields: {
      bucket: 'bucket',
      key: 'objectKey',
      versionId: 'versionId?',
      checksum: 'flag',
      headers: 'encryptionHeaders?',
    },
    reads: {
      from: 'object',
      needs: ['s3:GetObject', 's3:GetObjectAttributes'],
      needsByVersion: ['s3:GetObjectVersion', 's3:GetObjectVersionAttributes'],
      decrypts: 'checksumOpens',
      shows: 'etag',
    },
    order: ['bucket', 'permission', 'object', 'customerKey', 'readHeaders', 'signature'],
    status: 200,
    wording: {
      call: '{bucket}/{key}[ version {versionId}], checksum {checksum}[, {headers}]',
      past: 'asked for the attributes of {bucket}/{key}',
      infinitive: 'ask for the attributes of {bucket}/{key}',
    },
    because: ['F-183', 'F-45', 'K-12', 'U-34'],
  },
  CopyObject: {
    by: 'requester',
    about: 'object',
    fields: {
      source: 'object',
      sourceVersionId: 'versionId?',
      bucket: 'bucket',
      key: 'objectKey',
      headers: 'encryptionHeaders',
      sourceConditions: 'conditions?',
      sourceCustomerKey: 'customerKey?',
      changes: 'copyChanges?',
    },
    reads: { from: 'source', needs: ['s3:GetObject'], needsByVersion: ['s3:GetObjectVersion'], decrypts: 'always' },
    writes: { to: 'object', needs: ['s3:PutObject'], leaves: 'version' },
    order: [
      'bucket',
      'headers',
      'permission',
      'object',
      'customerKey',
      'encryption',
      'selfCopy',
      'signature',
      'condition',
    ],
    status: 200,
    wording: {
      call:
        '{source}[ version {sourceVersionId}][ under customer key {sourceCustomerKey}] -> {bucket}/{key}[, {headers}]' +
        '[, {sourceConditions}][, changes {changes}]',
      past: 'copied {source} to {bucket}/{key}',
      infinitive: 'copy {source} to {bucket}/{key}',
    },
    because: ['F-47', 'F-48', 'K-13'],
  },
  // The data key stays, and so do content, ETag and replication status (F-79, F-85, F-149).
  UpdateObjectEncryption: {
    by: 'requester',
    about: 'object',
    fields: {
      bucket: 'bucket',
      key: 'objectKey',
      versionId: 'versionId?',
      kmsKeyArn: 'keyReference',
      bucketKeyEnabled: 'flag?',
    },
    reads: { from: 'object', needs: [], decrypts: 'always' },
    writes: { to: 'object', needs: ['s3:UpdateObjectEncryption'], leaves: 'rewrapped' },
    order: [
      'bucket',
      'permission',
      'putPermission',
      'generalPurpose',
      'keyArn',
      'object',
      'locked',
      'updatable',
      'signature',
    ],
    status: 200,
    wording: {
      call: '{bucket}/{key}[ version {versionId}] to {kmsKeyArn}[, bucket key {bucketKeyEnabled}]',
      past: 'updated the encryption of {bucket}/{key}',
      infinitive: 'update the encryption of {bucket}/{key}',
    },
    because: ['F-147', 'F-149', 'K-25'],
  },
  // What is not there can be deleted as well (K-12). A DeleteObjects is one of these for each of its keys: they share
  // a request, and nothing that decides an answer (F-194).
  DeleteObject: {
    by: 'requester',
    about: 'object',
    fields: { bucket: 'bucket', key: 'objectKey', versionId: 'versionId?' },
    writes: {
      to: 'object',
      needs: ['s3:DeleteObject'],
      needsByVersion: ['s3:DeleteObjectVersion'],
      leaves: 'nothing',
    },
    order: ['bucket', 'permission'],
    status: 204,
    wording: {
      call: '{bucket}/{key}[ version {versionId}]',
      past: 'deleted {bucket}/{key}',
      infinitive: 'delete {bucket}/{key}',
    },
    because: ['K-12'],
  },
} as const satisfies Rows<ObjectEvent>;
