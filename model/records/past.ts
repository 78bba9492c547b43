import { multipartUpload } from '../charts/multipart-upload.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import type {
  Bucket,
  BucketEncryption,
  KeyControl,
  ObjectVersion,
  PossibleVersions,
  ReplicationRule,
  Upload,
} from './records.ts';
import {
  ANY_ETAG,
  NO_BUCKET_KEY,
  NO_KMS_KEY,
  SOME_BUCKET_KEY,
  UNNAMED_CUSTOMER_KEY,
  UNSEEN_CONTEXT,
  UNSEEN_MD5,
  UNSEEN_STATUS,
} from './records.ts';

// What a trace that begins in the middle does not say of what was there before. Each is one value that stands for all
// that may have been, so that it costs a step one comparison to see that something is not known.

/** ARN of a KMS key that nobody has seen. */
export const UNSEEN_KEY_ARN = '*';
/** A key reference in a rule that nobody has seen as it was put, the managed key included. */
export const UNSEEN_REFERENCE = '*';
/** An account that nobody knows. */
export const ANY_ACCOUNT = '*';

// A policy may have conditions on what no trace shows, such as the address of the requester or the time, so that
// what it has answered once binds nothing.

/** A bucket policy of which nothing is known: S3 may allow or refuse each request. */
export const UNKNOWN_POLICY: readonly BucketPolicyStatement[] = [{ effect: 'Deny', principal: '', actions: [] }];
/** A key policy of which nothing is known: KMS may allow or refuse each call. */
export const UNKNOWN_KEY_POLICY: readonly KeyPolicyStatement[] = [{ effect: 'Deny', principal: '', actions: [] }];
/** A replication rule, or none, of which nothing is known. */
export const UNKNOWN_REPLICATION: ReplicationRule = {
  destination: '',
  role: '',
  replicaKmsKeyId: undefined,
  coversMarkers: false,
};

/** A KMS key in any state. A deletion that was scheduled may be over at any time. */
export const UNKNOWN_CONTROL: KeyControl = {
  state: 'enabled',
  deletedAtMs: Number.POSITIVE_INFINITY,
  materialEndsMs: Number.POSITIVE_INFINITY,
  oneOf: ['enabled', 'disabled', 'pendingImport', 'pendingDeletion', 'deleted'],
};

const ANY_RULES: readonly BucketEncryption[] = [
  { state: 'sseS3', kmsKeyId: undefined, dormantFlag: false, history: 'none', blocked: undefined },
  { state: 'sseS3', kmsKeyId: undefined, dormantFlag: false, history: 'deleted', blocked: undefined },
  { state: 'sseS3', kmsKeyId: undefined, dormantFlag: false, history: 'put', blocked: undefined },
  { state: 'sseS3', kmsKeyId: undefined, dormantFlag: true, history: 'put', blocked: undefined },
  { state: 'sseKms', kmsKeyId: UNSEEN_REFERENCE, dormantFlag: false, history: 'put', blocked: undefined },
  { state: 'sseKmsBucketKey', kmsKeyId: UNSEEN_REFERENCE, dormantFlag: false, history: 'put', blocked: undefined },
  { state: 'dsseKms', kmsKeyId: UNSEEN_REFERENCE, dormantFlag: false, history: 'put', blocked: undefined },
  { state: 'dsseKms', kmsKeyId: UNSEEN_REFERENCE, dormantFlag: true, history: 'put', blocked: undefined },
];

/** One of several rules. The state is where the chart of a rule goes on from; all lead to the same. */
export function oneRuleOf(rules: readonly BucketEncryption[]): BucketEncryption {
  const [first, ...more] = rules;
  if (first === undefined) throw new RangeError('a rule is one of none');
  return more.length === 0
    ? first
    : { state: 'sseS3', kmsKeyId: undefined, dormantFlag: false, history: 'none', blocked: undefined, oneOf: rules };
}

/** Any rule that a bucket may have. */
export const UNKNOWN_RULE: BucketEncryption = oneRuleOf(ANY_RULES);

/** A bucket that is known not to be there, where one that no setup lists might be. */
export const NO_BUCKET: Bucket = {
  account: '',
  number: -1,
  blocksPublicPolicies: false,
  locksObjects: false,
  encryption: { current: UNKNOWN_RULE, earlier: [] },
  policy: { current: UNKNOWN_POLICY, earlier: [] },
  replication: { current: null, earlier: [] },
  versioning: undefined,
  objectCount: 0,
  cacheEpoch: 0,
  lifetimeKey: NO_KMS_KEY,
};

function anyVersion(state: ObjectVersion['state']): ObjectVersion {
  return {
    state,
    etagClass: 'opaque',
    kmsKey: NO_KMS_KEY,
    bucketKey: state === 'sseKmsBucketKey' ? SOME_BUCKET_KEY : NO_BUCKET_KEY,
    family: -1,
    md5: UNSEEN_MD5,
    etag: ANY_ETAG,
    context: UNSEEN_CONTEXT,
    replication: UNSEEN_STATUS,
    customerKey: UNNAMED_CUSTOMER_KEY,
  };
}

/** What is there if nothing is. */
export const ABSENT_VERSION: ObjectVersion = {
  state: 'absent',
  etagClass: 'none',
  kmsKey: NO_KMS_KEY,
  bucketKey: NO_BUCKET_KEY,
  family: -1,
  md5: '',
  etag: '',
  context: [],
  replication: 'none',
  customerKey: UNNAMED_CUSTOMER_KEY,
};

/** An upload that is over: its id is not that of one which was begun before the trace. */
export const ENDED_UPLOAD: Upload = { state: multipartUpload.initial, version: ABSENT_VERSION, parts: [], creator: '' };

/** There is no object under a key of a bucket that may hold any. */
export const NO_OBJECT: PossibleVersions = { versions: [ABSENT_VERSION] };

/** Anything may be under a key, or nothing. The KMS key of what is under one is not known yet. */
export const ANY_OBJECT: PossibleVersions = {
  versions: [
    anyVersion('sseS3'),
    anyVersion('sseKms'),
    anyVersion('sseKmsBucketKey'),
    anyVersion('dsseKms'),
    anyVersion('sseC'),
    anyVersion('plain'),
    ABSENT_VERSION,
  ],
};
