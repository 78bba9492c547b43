import { EITHER, FLAG } from './field.ts';
import type { OpennessRow } from './openness-row.ts';

/** What is open of requests on objects: headers with nothing to act on, copies, replicas, reads, uploads, updates. */
export const OBJECT_ROWS = {
  inertHeader: {
    requirements: ['U-14'],
    field: { kind: 'options', options: ['ignored', 'refused'] },
    known: 'open',
    text:
      'A bucket-key flag with nothing to act on, or a key id without algorithm on a KMS bucket, is ignored and the ' +
      'request goes on, or is refused with 400.',
    choices: { inertHeader: 'Whether a header with nothing to act on is ignored or refused.' },
    alsoOpens: [],
  },
  dormantFlag: {
    requirements: ['U-15'],
    field: EITHER,
    known: 'open',
    text:
      'An object that asks for `aws:kms`, in a bucket whose rule has the flag on for another algorithm, gets a ' +
      'bucket key or does not.',
    choices: { dormantFlag: 'The flag of an `aws:kms` request in a bucket whose flag belongs to another algorithm.' },
    alsoOpens: [],
  },
  kmsHeaderUsesBucketKey: {
    requirements: ['D-04'],
    field: EITHER,
    known: 'documented',
    text: "`aws:kms` without key id takes the bucket's own KMS key, or `aws/s3`.",
    choices: { kmsHeaderKey: "Whether `aws:kms` without key id takes the bucket's own key." },
    alsoOpens: [],
  },
  mixedReplicaFlag: {
    requirements: ['U-13'],
    field: EITHER,
    known: 'open',
    text: 'The replica of an object without a bucket key, in a bucket with the flag on, gets one or does not (D-08).',
    choices: {
      mixedReplica: 'Bucket-key flag and contexts of a replica where only the destination has bucket keys.',
    },
    alsoOpens: [],
  },
  replicationVerifies: {
    requirements: ['U-13'],
    field: EITHER,
    known: 'open',
    text: "Replication with bucket keys also decrypts the replica's bucket key to check it, or does not (F-71).",
    choices: {},
    alsoOpens: ['verified'],
  },
  markersAcrossAccounts: {
    requirements: ['D-20', 'F-180'],
    field: EITHER,
    known: 'open',
    text:
      'Where a rule replicates delete markers, so it does to a bucket of another account, or not: one page leaves ' +
      'those out, the page about them does not.',
    choices: { markerAcross: 'Whether a delete marker was replicated to a bucket of another account.' },
    alsoOpens: [],
  },
  batchRepeats: {
    requirements: ['U-38', 'F-190'],
    field: EITHER,
    known: 'open',
    text:
      'A job of Batch Replication that takes up an object that is COMPLETED replicates it again, as it does to ' +
      'another destination, or leaves it.',
    choices: { batchRepeats: 'Whether a job replicated again what was COMPLETED.' },
    alsoOpens: [],
  },
  lifecycleCalls: {
    requirements: ['U-21', 'K-27'],
    field: FLAG,
    known: 'open',
    text:
      'A lifecycle action makes no KMS call, as none is documented (K-27), or whichever was seen of it: by whom, for ' +
      'which key and in which context nobody says. Reads of a range cost what reads cost (K-11).',
    choices: {},
    alsoOpens: [],
  },
  headDecrypts: {
    requirements: ['F-41'],
    field: EITHER,
    known: 'documented',
    text: 'HeadObject makes no KMS call (F-41, measured), or decrypts the object as a read of it would.',
    choices: { headDecrypts: 'Whether HeadObject decrypted the object.' },
    alsoOpens: [],
  },
  checksumOpens: {
    requirements: ['U-34'],
    field: EITHER,
    known: 'open',
    text:
      'GetObjectAttributes has the checksum of a KMS object decrypted as a read of the object would, or makes no KMS ' +
      'call. So has HeadObject with checksum mode, unless the object has no checksum (F-42, K-10), which no trace ' +
      'shows.',
    choices: { checksumOpens: 'Whether who looks at an object opened it for its checksum.' },
    alsoOpens: [],
  },
  uploadOpens: {
    requirements: ['U-35', 'F-61'],
    field: EITHER,
    known: 'open',
    text:
      'CompleteMultipartUpload and ListParts have the data key of a KMS upload decrypted as UploadPart has, which ' +
      'they must with checksums (F-61, K-19), or make no KMS call (K-20).',
    choices: { uploadOpens: 'Whether an upload was opened to be completed or listed.' },
    alsoOpens: [],
  },
  partsTooSmall: {
    requirements: ['E-35'],
    field: EITHER,
    known: 'open',
    text:
      'A completion of several parts is refused with `EntityTooSmall` where one but the last is too small (E-35), ' +
      'which no trace shows, or never.',
    choices: { partsTooSmall: 'Whether a part was too small.' },
    alsoOpens: [],
  },
  rewrapsBy: {
    requirements: ['U-22'],
    field: { kind: 'options', options: ['Encrypt', 'GenerateDataKey', 'ReEncrypt'] },
    known: 'open',
    text:
      'UpdateObjectEncryption has the data key decrypted as a read would, and wraps it by `Encrypt`, or by a key of ' +
      '`GenerateDataKey`, which is the call for a new bucket key then as well; from KMS to KMS without bucket keys ' +
      'it may make one call of `ReEncrypt` (K-25). A bucket key that is cached serves it as it does others, or not, ' +
      'where caches are any number.',
    choices: { rewrapsBy: 'By which call of KMS the data key was wrapped anew.' },
    alsoOpens: [],
  },
  updateNeedsPut: {
    requirements: ['F-151'],
    field: EITHER,
    known: 'open',
    text:
      'UpdateObjectEncryption needs `s3:PutObject` beside its own action, as one of two pages says (F-151), ' +
      'or not.',
    choices: { updateNeedsPut: 'Whether UpdateObjectEncryption needed `s3:PutObject`.' },
    alsoOpens: [],
  },
  updateKeyAccount: {
    requirements: ['F-150'],
    field: { kind: 'options', options: ['bucket', 'organization'] },
    known: 'documented',
    text:
      'UpdateObjectEncryption takes KMS keys of the account that owns the `bucket`, or also of others of its ' +
      '`organization`, which AWS turns on by request (F-150).',
    choices: { updateKeyAccount: 'Whether a KMS key of another account was taken.' },
    alsoOpens: [],
  },
  conditionCalls: {
    requirements: ['U-34'],
    field: { kind: 'options', options: ['none', 'read', 'all'] },
    known: 'open',
    text:
      'A request whose condition is not met, or whose range is not there, makes no KMS call (`none`), those for what ' +
      'it reads (`read`), or `all` that it would have made; what KMS refuses then is shown instead.',
    choices: { conditionCalls: 'Which KMS calls were made before a condition was seen not to be met.' },
    alsoOpens: [],
  },
  rangeFits: {
    requirements: ['F-44'],
    field: EITHER,
    known: 'open',
    text:
      'A read of a range of bytes is answered 206, or 416 where it begins behind the end of the object, whose length ' +
      'no trace shows.',
    choices: { rangeFits: 'Whether a range of bytes was within the object.' },
    alsoOpens: [],
  },
  conditionConflict: {
    requirements: ['E-34'],
    field: EITHER,
    known: 'open',
    text:
      'A conditional write is refused with 409 `ConditionalRequestConflict` where another request for the key gets ' +
      'in between, which no trace shows, or never.',
    choices: { conditionConflict: 'Whether a conditional write raced another request.' },
    alsoOpens: [],
  },
  matchOfNothing: {
    requirements: ['F-36'],
    field: { kind: 'options', options: ['NoSuchKey', 'PreconditionFailed'] },
    known: 'open',
    text: 'A write with If-Match where there is no object is refused with 404 `NoSuchKey`, or with 412.',
    choices: { matchOfNothing: 'What answers If-Match where there is no object.' },
    alsoOpens: [],
  },
} as const satisfies Readonly<Record<string, OpennessRow>>;
