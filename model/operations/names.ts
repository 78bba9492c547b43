import type { Event } from '../vocabulary/events/event.ts';
import type { FieldChanges } from './fields.ts';
import { type Field, fieldsOf, fieldValue, withChanges } from './fields.ts';

/** The kinds of names by which an event refers to things. */
export type NameKind = 'bucket' | 'objectKey' | 'requester' | 'keyId' | 'keyReference' | 'alias';

/** A name in an event. */
export interface NameIn {
  /** Where it stands: `bucket`, `source.key`, `rules.0.KMSMasterKeyID`. */
  readonly path: string;
  readonly name: string;
}

/** The names of a kind in an event: first those that are fields of their own, then those within another field. */
export function namesIn(event: Event, kind: NameKind): readonly NameIn[] {
  const names: NameIn[] = [];
  for (const field of fieldsOf(event)) {
    const name = field.kind === kind ? fieldValue(event, field) : undefined;
    if (name !== undefined) names.push({ path: field.name, name });
  }
  for (const field of fieldsOf(event)) {
    for (const { path, name } of namesWithin(event, field, kind)) names.push({ path: `${field.name}.${path}`, name });
  }
  return names;
}

const NONE: readonly NameIn[] = [];

function namesWithin(event: Event, field: Field, kind: NameKind): readonly NameIn[] {
  switch (field.kind) {
    case 'object': {
      const object = fieldValue(event, field);
      if (object === undefined) return NONE;
      if (kind === 'bucket') return [{ path: 'bucket', name: object.bucket }];
      return kind === 'objectKey' ? [{ path: 'key', name: object.key }] : NONE;
    }
    case 'encryptionHeaders': {
      const name = fieldValue(event, field)?.kmsKeyId;
      return kind !== 'keyReference' || name === undefined ? NONE : [{ path: 'kmsKeyId', name }];
    }
    case 'encryptionRules':
      if (kind !== 'keyReference') return NONE;
      return (fieldValue(event, field) ?? []).flatMap(({ KMSMasterKeyID: name }, place) =>
        name === undefined ? NONE : [{ path: `${place}.KMSMasterKeyID`, name }],
      );
    default:
      return NONE;
  }
}

/** An event in which the names of a kind are others. */
export function withNames(event: Event, kind: NameKind, rename: (name: string) => string): Event {
  return withChanges(event, CHANGES[kind](rename));
}

const CHANGES: Readonly<Record<NameKind, (rename: (name: string) => string) => FieldChanges>> = {
  bucket: (rename) => ({ bucket: rename, object: (object) => ({ ...object, bucket: rename(object.bucket) }) }),
  objectKey: (rename) => ({ objectKey: rename, object: (object) => ({ ...object, key: rename(object.key) }) }),
  requester: (rename) => ({ requester: rename }),
  keyId: (rename) => ({ keyId: rename }),
  alias: (rename) => ({ alias: rename }),
  keyReference: (rename) => ({
    keyReference: rename,
    encryptionHeaders: (headers) =>
      headers.kmsKeyId === undefined ? headers : { ...headers, kmsKeyId: rename(headers.kmsKeyId) },
    encryptionRules: (rules) =>
      rules.map((rule) =>
        rule.KMSMasterKeyID === undefined ? rule : { ...rule, KMSMasterKeyID: rename(rule.KMSMasterKeyID) },
      ),
  }),
};
