import { describe, expect, test } from 'vitest';
import type { Event } from '../vocabulary/events/event.ts';
import { fieldsOf, fieldValue, fieldValues, withChanges, withoutField, withValue } from './fields.ts';
import { filled } from './filled.ts';
import { namesIn, withNames } from './names.ts';

const copy: Event = {
  op: 'CopyObject',
  source: { bucket: 'a', key: 'x' },
  bucket: 'b',
  key: 'k',
  headers: { kmsKeyId: 'k1' },
};
const replication: Event = { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'r' };
const rules: Event = {
  op: 'PutBucketEncryption',
  bucket: 'b',
  rules: [{ SSEAlgorithm: 'AES256' }, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k2' }],
};

describe('the fields of an event', () => {
  test('are those of its row, in the order of a trace', () => {
    expect(fieldsOf(replication)).toEqual([
      { name: 'bucket', kind: 'bucket', isOptional: false },
      { name: 'destination', kind: 'bucket', isOptional: false },
      { name: 'role', kind: 'requester', isOptional: false },
      { name: 'replicaKmsKeyId', kind: 'keyReference', isOptional: true },
      { name: 'deleteMarkerReplication', kind: 'flag', isOptional: true },
    ]);
    expect(fieldsOf({ op: 'RestartHosts' })).toEqual([]);
  });

  test('have the values of the event, none where one is left out', () => {
    const values = fieldsOf(replication).map((field) => fieldValue(replication, field));
    expect(values).toEqual(['b', 'c', 'r', undefined, undefined]);
    expect(fieldValues(replication, 'bucket')).toEqual(['b', 'c']);
    expect(fieldValues(replication, 'keyReference')).toEqual([]);
  });

  test('are changed by their kind; a field that is left out stays so, and the order of fields stays', () => {
    const changed = withChanges(replication, { bucket: (name) => `${name}!`, keyReference: () => 'k1' });
    expect(JSON.stringify(changed)).toBe('{"op":"PutBucketReplication","bucket":"b!","destination":"c!","role":"r"}');
    expect(withChanges(copy, { flag: (on) => !on })).toEqual(copy);
  });

  test('one by one', () => {
    const [bucket] = fieldsOf(replication);
    expect(bucket?.kind === 'bucket' && withValue(replication, bucket, 'd')).toEqual({ ...replication, bucket: 'd' });
    const { headers: _, ...without } = copy;
    expect(withoutField(copy, { name: 'headers' })).toEqual(without);
  });
});

describe('the names in an event', () => {
  test('are found where the fields of the row have some, the own ones of the event first', () => {
    expect(namesIn(copy, 'bucket')).toEqual([
      { path: 'bucket', name: 'b' },
      { path: 'source.bucket', name: 'a' },
    ]);
    expect(namesIn(copy, 'objectKey').map(({ path }) => path)).toEqual(['key', 'source.key']);
    expect(namesIn(copy, 'keyReference')).toEqual([{ path: 'headers.kmsKeyId', name: 'k1' }]);
    expect(namesIn(rules, 'keyReference')).toEqual([{ path: 'rules.1.KMSMasterKeyID', name: 'k2' }]);
    expect(namesIn(copy, 'alias')).toEqual([]);
  });

  test('are found of each kind', () => {
    const alias: Event = { op: 'CreateAlias', alias: 'alias/x', keyId: 'k1' };
    expect(namesIn(replication, 'requester')).toEqual([{ path: 'role', name: 'r' }]);
    expect(namesIn({ ...replication, replicaKmsKeyId: 'k3' }, 'keyReference')).toEqual([
      { path: 'replicaKmsKeyId', name: 'k3' },
    ]);
    expect(namesIn(alias, 'alias')).toEqual([{ path: 'alias', name: 'alias/x' }]);
    expect(namesIn(alias, 'keyId')).toEqual([{ path: 'keyId', name: 'k1' }]);
  });

  test('are none where a field is left out, or names nothing', () => {
    const read: Event = { op: 'GetObject', bucket: 'b', key: 'k' };
    const plain: Event = { ...copy, headers: { sse: 'AES256' } };
    for (const event of [read, plain]) {
      expect(namesIn(event, 'keyReference')).toEqual([]);
      expect(withNames(event, 'keyReference', (name) => `${name}'`)).toEqual(event);
    }
  });

  test('are renamed wherever they are found, and nothing else is', () => {
    const disabled = { op: 'DisableKey', keyId: 'k1' } as const;
    expect(withNames(disabled, 'keyId', (name) => `${name}'`)).toEqual({ ...disabled, keyId: "k1'" });
    for (const event of [copy, replication, rules, disabled]) {
      for (const kind of ['bucket', 'objectKey', 'requester', 'keyId', 'keyReference', 'alias'] as const) {
        const renamed = withNames(event, kind, (name) => `${name}'`);
        expect(namesIn(renamed, kind)).toEqual(
          namesIn(event, kind).map(({ path, name }) => ({ path, name: `${name}'` })),
        );
        expect(withNames(renamed, kind, (name) => name.slice(0, -1))).toEqual(event);
      }
    }
  });
});

describe('a template of a row', () => {
  test('is filled once, whatever the texts contain; a part in brackets goes with its field', () => {
    const texts = new Map([
      ['a', '{b}'],
      ['b', '[x]'],
      ['none', ''],
    ]);
    const textOf = (name: string) => texts.get(name) ?? '?';
    expect(filled('{a} to {b}[, {none}][, and {b}]', textOf)).toBe('{b} to [x], and [x]');
    expect(filled('', textOf)).toBe('');
  });
});
