import { describe, expect, test } from 'vitest';
import type { PutBucketReplication } from '../vocabulary/events/bucket-events.ts';
import type { CopyObject } from '../vocabulary/events/object-events.ts';
import type { FieldsOf } from './operation.ts';
import { ENVIRONMENT_EVENTS, EVENT_NAMES, OPERATIONS, operationOf, operationsThat } from './operations.ts';
import {
  headersOf,
  mayCallKms,
  objectRead,
  objectWritten,
  showsData,
  showsHeaders,
  showsVersion,
} from './predicates.ts';

const object = { bucket: 'b', key: 'k' };
const source = { bucket: 'a', key: 'x' };
const headers = { sse: 'aws:kms' } as const;
const put = { op: 'PutObject', ...object, body: { text: '', md5: '' }, headers } as const;
const copy = { op: 'CopyObject', source, ...object, headers } as const;

type Accepts<T, Row> = Row extends T ? true : false;

describe('a row', () => {
  test('is held to the interface of its event, or this file does not compile', () => {
    type Copy = {
      source: 'object';
      sourceVersionId: 'versionId?';
      bucket: 'bucket';
      key: 'objectKey';
      headers: 'encryptionHeaders';
      sourceConditions: 'conditions?';
      sourceCustomerKey: 'customerKey?';
      changes: 'copyChanges?';
    };
    const proof: {
      right: Accepts<FieldsOf<CopyObject>, Copy>;
      fieldMissing: Accepts<FieldsOf<CopyObject>, Omit<Copy, 'source'>>;
      otherKind: Accepts<FieldsOf<CopyObject>, Omit<Copy, 'source'> & { source: 'body' }>;
      optionalHere: Accepts<FieldsOf<CopyObject>, Omit<Copy, 'source'> & { source: 'object?' }>;
      neededHere: Accepts<
        FieldsOf<PutBucketReplication>,
        { bucket: 'bucket'; destination: 'bucket'; role: 'requester'; replicaKmsKeyId: 'keyReference' }
      >;
    } = { right: true, fieldMissing: false, otherKind: false, optionalHere: false, neededHere: false };
    expect(Object.values(proof).filter(Boolean)).toHaveLength(1);
  });

  test.each(EVENT_NAMES)('of %s has fields for what it reads, writes and says', (name) => {
    const { fields, reads, writes, upload, wording, order, by } = operationOf({ op: name });
    if (reads?.from === 'source') expect(fields).toMatchObject({ source: 'object' });
    if (reads?.from === 'object' || writes !== undefined) expect(fields).toMatchObject(OBJECT_FIELDS);
    for (const [, field] of `${wording.call}${wording.past}${wording.infinitive}`.matchAll(/\{(\w+)\}/g))
      expect(Object.keys(fields)).toContain(field);
    // What S3 does by itself needs no action.
    const needs = [reads, writes, upload].flatMap((side) => side?.needs ?? []);
    expect(order.includes('permission')).toBe(needs.length > 0 || upload !== undefined);
    if (upload !== undefined) expect(fields).toMatchObject(OBJECT_FIELDS);
    expect(new Set(order).size).toBe(order.length);
    if (by === 'requester') expect(order).not.toEqual([]);
  });
});

const OBJECT_FIELDS = { bucket: 'bucket', key: 'objectKey' };

describe('what is read off the rows', () => {
  test('the names are the rows, bucket and object operations first, the environment last', () => {
    expect(EVENT_NAMES).toEqual(Object.keys(OPERATIONS));
    expect(EVENT_NAMES).toHaveLength(47);
    expect(EVENT_NAMES.slice(-ENVIRONMENT_EVENTS.length)).toEqual(ENVIRONMENT_EVENTS);
    expect(ENVIRONMENT_EVENTS).toEqual([
      'ReplicateObject',
      'ExpireObject',
      'TransitionObject',
      'EvictBucketKeys',
      'RestartHosts',
      'ThrottleKms',
      'InterruptKms',
    ]);
  });

  test('a read shows the version, its headers and its data, or less', () => {
    expect(operationsThat(showsData)).toEqual(['GetObject']);
    expect(operationsThat(showsHeaders)).toEqual(['GetObject', 'HeadObject']);
    expect(operationsThat(showsVersion)).toEqual(['GetObject', 'HeadObject', 'GetObjectAttributes']);
  });

  test('KMS may be asked for data that is opened, and for a new version', () => {
    expect(operationsThat(mayCallKms)).toEqual([
      'PutObject',
      'GetObject',
      'HeadObject',
      'GetObjectAttributes',
      'CopyObject',
      'UpdateObjectEncryption',
      'CreateMultipartUpload',
      'UploadPart',
      'UploadPartCopy',
      'CompleteMultipartUpload',
      'ListParts',
      'ReplicateObject',
    ]);
    const { reads } = OPERATIONS.GetObject;
    expect(mayCallKms({ reads: { ...reads, decrypts: 'never' } })).toBe(false);
    const profile = { headDecrypts: [false], checksumOpens: [false, true], uploadOpens: [false] };
    expect(mayCallKms(OPERATIONS.HeadObject, profile)).toBe(false);
    expect(mayCallKms(OPERATIONS.HeadObject, { ...profile, headDecrypts: [true] })).toBe(true);
    expect(mayCallKms(OPERATIONS.GetObjectAttributes, profile)).toBe(true);
  });

  test('the objects that an event reads and writes', () => {
    expect([objectRead(put), objectWritten(put)]).toEqual([undefined, put]);
    expect([objectRead(copy), objectWritten(copy)]).toEqual([source, copy]);
    for (const op of ['GetObject', 'HeadObject', 'ReplicateObject'] as const)
      expect([objectRead({ op, ...object }), objectWritten({ op, ...object })]).toEqual([{ op, ...object }, undefined]);
    expect(objectWritten({ op: 'DeleteObject', ...object })).toMatchObject(object);
    expect([objectRead({ op: 'RestartHosts' }), objectWritten({ op: 'RestartHosts' })]).toEqual([undefined, undefined]);
  });

  test('the headers of an event, none where it can have none', () => {
    expect([headersOf(put), headersOf({ op: 'GetObject', ...object })]).toEqual([headers, {}]);
  });
});
