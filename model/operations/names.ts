import type { Event, EventName } from '../vocabulary/events/event.ts';
import type { FieldKind } from '../vocabulary/fields.ts';
import { type Field, type FieldChanges, fieldsOf, fieldValue, withChanges } from './fields.ts';
import { perOperation } from './operations.ts';

/** The kinds of names by which an event refers to things. */
export type NameKind = 'bucket' | 'objectKey' | 'requester' | 'keyId' | 'keyReference' | 'alias';

/** A name in an event. */
export interface NameIn {
  /** Where it stands: `bucket`, `source.key`, `rules.0.KMSMasterKeyID`. */
  readonly path: string;
  readonly name: string;
}

/** The kinds of field that hold names of a kind: those that are nothing but a name first. */
const HOLDERS = {
  bucket: ['bucket', 'object'],
  objectKey: ['objectKey', 'object'],
  requester: ['requester'],
  keyId: ['keyId'],
  keyReference: ['keyReference', 'encryptionHeaders', 'encryptionRules'],
  alias: ['alias'],
} as const satisfies Readonly<Record<NameKind, readonly FieldKind[]>>;

/** The fields of each operation that hold names of a kind. */
const PLACES = {
  bucket: placesOf('bucket'),
  objectKey: placesOf('objectKey'),
  requester: placesOf('requester'),
  keyId: placesOf('keyId'),
  keyReference: placesOf('keyReference'),
  alias: placesOf('alias'),
} as const satisfies Readonly<Record<NameKind, unknown>>;

function placesOf(kind: NameKind): Readonly<Record<EventName, readonly Field[]>> {
  return perOperation((op) =>
    HOLDERS[kind].flatMap((holder) => fieldsOf({ op }).filter((field) => field.kind === holder)),
  );
}

const NONE: readonly NameIn[] = [];

/** The names of a kind in an event: first those that are fields of their own, then those within another field. */
export function namesIn(event: Event, kind: NameKind): readonly NameIn[] {
  const places = PLACES[kind][event.op];
  if (places.length === 0) return NONE;
  const names: NameIn[] = [];
  for (const field of places) addNames(names, event, field, kind);
  return names;
}

function addNames(names: NameIn[], event: Event, field: Field, kind: NameKind): void {
  switch (field.kind) {
    case 'object': {
      const part = kind === 'bucket' ? 'bucket' : 'key';
      addName(names, fieldValue(event, field)?.[part], field.name, part);
      return;
    }
    case 'encryptionHeaders':
      addName(names, fieldValue(event, field)?.kmsKeyId, field.name, 'kmsKeyId');
      return;
    case 'encryptionRules':
      for (const [place, { KMSMasterKeyID }] of (fieldValue(event, field) ?? []).entries())
        addName(names, KMSMasterKeyID, field.name, `${place}.KMSMasterKeyID`);
      return;
    case 'bucket':
    case 'objectKey':
    case 'requester':
    case 'keyId':
    case 'keyReference':
    case 'alias':
      addName(names, fieldValue(event, field), field.name);
  }
}

function addName(names: NameIn[], name: string | undefined, field: string, within?: string): void {
  if (name !== undefined) names.push({ path: within === undefined ? field : `${field}.${within}`, name });
}

/** An event in which the names of a kind are others. */
export function withNames(event: Event, kind: NameKind, rename: (name: string) => string): Event {
  return PLACES[kind][event.op].length === 0 ? event : withChanges(event, CHANGES[kind](rename));
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
