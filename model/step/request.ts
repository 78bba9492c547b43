import type { Operation } from '../operations/operation.ts';
import { operationOf } from '../operations/operations.ts';
import { objectRead, objectWritten } from '../operations/predicates.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import type { Bucket, KmsKey, ObjectVersion, ReplicationRule } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import type { Replica } from './replica.ts';
import type { Transaction } from './transaction.ts';
import type { FoundUpload } from './uploads.ts';
import type { WriteEncryption } from './write-encryption.ts';

/** A condition that is not met. */
export interface Unmet {
  readonly refusal: Refusal;
  /** The KMS calls for what is read, or all that the request would have made. */
  readonly calls: 'read' | 'all';
}

/** A request on its way through the row of its operation, with what its checks have found so far. */
export interface Request {
  readonly transaction: Transaction;
  readonly event: Event;
  readonly operation: Operation;
  readonly by: KnownRequester;
  /** The object it reads, and the one it writes or deletes. */
  readonly source: ObjectName | undefined;
  readonly target: ObjectName | undefined;
  /** The replication rule by which a replica is made. */
  readonly rule: ReplicationRule | null;
  /** The bucket it is about: that of its field `bucket`. */
  bucket: Bucket | undefined;
  /** The bucket it reads from, the same unless it has a field `source`. */
  from: Bucket | undefined;
  /** The object version it reads, and the number of the object. */
  version: ObjectVersion | undefined;
  sourceNumber: number;
  /** The id of the version it reads, where it has named that. */
  versionShown: string | undefined;
  /** The encryption of what it writes. */
  encryption: WriteEncryption | undefined;
  /** The upload it is about. */
  upload: FoundUpload | undefined;
  /** Its condition, if it is not met, and which KMS calls it still makes (U-34). */
  unmet: Unmet | undefined;
  /** What a replica is to be. */
  replica: Replica | undefined;
  /** An empty key id in its headers or rule is taken for none (U-31). */
  keyIdIsAbsent: boolean;
  /** The KMS key it is about, and its number. */
  key: KmsKey | undefined;
  keyNumber: number;
}

/** A request of which nothing has been found yet, but for the rule by which a replica is made. */
export function requestOf(
  transaction: Transaction,
  event: Event,
  by: KnownRequester,
  rule: ReplicationRule | null = null,
): Request {
  const operation = operationOf(event);
  return {
    transaction,
    event,
    operation,
    by,
    source: objectRead(event, operation),
    target: objectWritten(event, operation),
    rule,
    bucket: undefined,
    from: undefined,
    version: undefined,
    sourceNumber: -1,
    versionShown: undefined,
    encryption: undefined,
    upload: undefined,
    unmet: undefined,
    replica: undefined,
    keyIdIsAbsent: false,
    key: undefined,
    keyNumber: -1,
  };
}

/** Why a request must end, or undefined where a check finds nothing against it. */
export type Checking = (request: Request) => Refusal | undefined;

/** What a check has found: it is part of the row's order before whatever asks for it. */
export function checked<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('the order of an operation lacks a check');
  return value;
}
