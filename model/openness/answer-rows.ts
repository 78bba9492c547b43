import { EITHER, ETAG, FLAG } from './field.ts';
import type { OpennessRow } from './openness-row.ts';

/** What is open of single answers: headers with nothing to act on, copies and replicas, and who refuses how. */
export const ANSWER_ROWS = {
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
  refusedFirst: {
    requirements: ['U-20'],
    field: { kind: 'options', options: ['s3', 'kms'] },
    known: 'open',
    text: 'Where S3 and KMS would both refuse, the refusal of `s3` or that of `kms` is shown.',
    choices: { refusal: 'Which of several refusals is shown.', copyOrder: 'Which side of a copy asked KMS first.' },
    alsoOpens: ['kmsAnswer'],
  },
  aes256Etag: {
    requirements: ['F-80'],
    field: ETAG,
    known: 'documented',
    text:
      'The ETag of an object under AES256 is the MD5 of its content (F-80), or 32 hex digits that are not: ' +
      'Huawei OBS has the MD5 of the ciphertext.',
    choices: {},
    alsoOpens: [],
  },
  kmsEtag: {
    requirements: ['F-81', 'F-82'],
    field: ETAG,
    known: 'documented',
    text: 'The ETag of an object under `aws:kms` is opaque, and so not the MD5 of its content (F-81), or is the MD5.',
    choices: {},
    alsoOpens: [],
  },
  dsseEtag: {
    requirements: ['F-84'],
    field: ETAG,
    known: 'assumed',
    assumed: {
      outer: ['opaque', 'md5'],
      onlyIf: 'the ETag of an object under DSSE may be the MD5 of its content',
      believed: 'it is opaque, as under aws:kms',
    },
    text:
      'The ETag of an object under DSSE is opaque as under `aws:kms` (F-84, implied), or is the MD5 of its ' +
      'content.',
    choices: {},
    alsoOpens: [],
  },
  pendingDeletion: {
    requirements: ['F-115'],
    field: { kind: 'options', options: ['KMSInvalidStateException', 'DisabledException'] },
    known: 'open',
    text: 'KMS refuses a key pending deletion with `KMSInvalidStateException`, or as it refuses a disabled one.',
    choices: {},
    alsoOpens: ['kmsAnswer'],
  },
  ownAccountLists: {
    requirements: ['F-161'],
    field: EITHER,
    known: 'open',
    text:
      'Whoever may not list a bucket is told 403 of an object that is missing (E-41). For principals of the ' +
      "bucket's account IAM decides, which no trace shows, unless the bucket policy denies.",
    choices: { mayList: "Whether a requester of the bucket's account may list it." },
    alsoOpens: [],
  },
  policyHeaders: {
    requirements: ['U-36', 'F-143'],
    field: { kind: 'options', options: ['sent', 'used'] },
    known: 'open',
    text:
      'A condition of a bucket policy on the encryption headers tests those that were `sent` (F-143), a part of an ' +
      'upload and a replica having none. What it sees of a key id may be the KMS key that is `used`, and of a part ' +
      'or a replica the encryption that it is stored with.',
    choices: { headersSeen: 'What a condition on the encryption headers made of a request.' },
    alsoOpens: [],
  },
  configAuthority: {
    requirements: ['F-184'],
    field: { kind: 'options', options: ['policy', 'owner'] },
    known: 'open',
    text:
      'A request that configures a bucket is held against its `policy`, as other requests are, or only the ' +
      "`owner`'s account may: a trace does not show whether a statement is about the bucket or only about what is in " +
      'it, nor what IAM says of principals of other accounts.',
    choices: { mayConfigure: 'Whether a requester might configure the bucket.' },
    alsoOpens: [],
  },
  bareIdInRule: {
    requirements: ['F-10'],
    field: { kind: 'options', options: ['bucket', 'requester'] },
    known: 'open',
    text:
      "A bare key id in a bucket rule is a key of the bucket's account, or of the requester's, as one in a " +
      'header is.',
    choices: { bareIdAccount: 'Whose key a bare id in a bucket rule was.' },
    alsoOpens: [],
  },
  nameInTransition: {
    requirements: ['E-44'],
    field: EITHER,
    known: 'open',
    text:
      'CreateBucket is refused with 409 `OperationAborted` while a bucket of the name is still being deleted, ' +
      'or not.',
    choices: { nameInTransition: 'Whether the name of a bucket was still in use.' },
    alsoOpens: [],
  },
  blockPublicAccess: {
    requirements: ['F-162'],
    field: { kind: 'options', options: ['newBuckets', 'none'] },
    known: 'open',
    text:
      'Block Public Access is on for buckets made since April 2023 (`newBuckets`), and refuses a public bucket ' +
      'policy (E-47), or somebody has turned it off (`none`), which no trace shows.',
    choices: { publicPolicy: 'Whether a public bucket policy was refused.' },
    alsoOpens: [],
  },
  rotationConflict: {
    requirements: ['F-168'],
    field: EITHER,
    known: 'open',
    text:
      'RotateKeyOnDemand is refused with `ConflictException` near an automatic rotation (E-50), whose time no ' +
      'trace shows, or never.',
    choices: { rotationConflict: 'Whether an automatic rotation was near.' },
    alsoOpens: [],
  },
  reimport: {
    requirements: ['D-21'],
    field: { kind: 'options', options: ['kept', 'enabled', 'refused'] },
    known: 'open',
    text:
      'An import into a KMS key that is not pending import, but enabled or disabled, is `refused` with ' +
      '`KMSInvalidStateException`, or is taken: the state of the key is `kept`, or it is `enabled` in any case.',
    choices: { reimport: 'What an import made of a KMS key that was disabled.' },
    alsoOpens: ['kmsAnswer'],
  },
  cancelWithoutMaterial: {
    requirements: ['U-40'],
    field: { kind: 'options', options: ['pendingImport', 'disabled'] },
    known: 'open',
    text:
      'Once its deletion is cancelled a KMS key without its imported material is pending import, or `disabled` as ' +
      'any other, until it is enabled, which leaves it pending import, or its material is imported.',
    choices: { cancelWithoutMaterial: 'What became of a KMS key without material whose deletion was cancelled.' },
    alsoOpens: [],
  },
  importedRotation: {
    requirements: ['D-22'],
    field: { kind: 'options', options: ['false', 'refused'] },
    known: 'open',
    text:
      'Whether a KMS key with imported material rotates is answered with `false`, or `refused` with ' +
      '`UnsupportedOperationException`.',
    choices: { importedRotation: 'What was answered who asked whether imported material rotates.' },
    alsoOpens: [],
  },
  emptyKeyId: {
    requirements: ['U-31'],
    field: { kind: 'options', options: ['asked', 'refused', 'absent'] },
    known: 'open',
    text:
      'A key id that is empty, in a header or a rule, is `asked` of KMS, which knows no such key, is `refused` by S3 ' +
      'with 400, or is taken for `absent`, by conditions of a bucket policy as well.',
    choices: { emptyKeyId: 'What became of an empty key id.' },
    alsoOpens: [],
  },
  contextWithoutKms: {
    requirements: ['U-28'],
    field: { kind: 'options', options: ['ignored', 'refused'] },
    known: 'open',
    text: 'Extra context on a request that ends up without KMS is ignored, or refused with 400.',
    choices: { contextWithoutKms: 'Whether extra context without KMS is ignored or refused.' },
    alsoOpens: [],
  },
  selfCopyBy: {
    requirements: ['U-29'],
    field: { kind: 'options', options: ['anyHeader', 'algorithm', 'anySetting'] },
    known: 'open',
    text:
      'A copy onto itself is legal where it names an `algorithm`, or a rule was put on the bucket (F-51); by ' +
      '`anyHeader`, a flag or a context alone, too; by `anySetting`, where a rule was deleted again, as well.',
    choices: { selfCopyBy: 'What makes a copy onto itself legal.' },
    alsoOpens: [],
  },
  unsetBlock: {
    requirements: ['U-17', 'F-17', 'F-166'],
    field: { kind: 'options', options: ['SSE-C', 'NONE'] },
    known: 'open',
    text:
      'A bucket of which nobody has said what it blocks refuses objects under customer keys (`SSE-C`), as new ones ' +
      'do since April 2026 but for those in Bahrain and the UAE, or takes them (`NONE`), as older ones may. So does ' +
      'one whose rule was deleted.',
    choices: { unsetBlock: 'What a bucket blocked of which nobody had said it.' },
    alsoOpens: [],
  },
  blockEndsUploads: {
    requirements: ['E-24'],
    field: EITHER,
    known: 'open',
    text:
      'A part or the completion of an upload under a customer key is refused where the bucket has come to block ' +
      'SSE-C since, or not.',
    choices: { blockEndsUploads: 'Whether a block ended an upload that was under way.' },
    alsoOpens: [],
  },
  looksNeedV4: {
    requirements: ['E-16'],
    field: EITHER,
    known: 'open',
    text:
      'HeadObject and GetObjectAttributes of a KMS object are refused without Signature Version 4, as its reads and ' +
      'writes are, or not.',
    choices: { looksNeedV4: 'Whether who only looks at a KMS object has to sign by Signature Version 4.' },
    alsoOpens: [],
  },
  unknownVersion: {
    requirements: ['E-52'],
    field: { kind: 'options', options: ['NoSuchVersion', 'InvalidArgument'] },
    known: 'open',
    text:
      'A version id that no version has is unknown, 404, or malformed, 400: ids are opaque, and nobody can tell ' +
      'which. A DELETE of it may be no error at all.',
    choices: { unknownVersion: 'What answers a version id that no version has.' },
    alsoOpens: [],
  },
  anyS3Error: {
    requirements: ['U-30'],
    field: FLAG,
    known: 'open',
    text:
      'Of several errors of S3 that apply to a request any may be shown; else the first in the order of its checks. ' +
      'Whether the bucket is there comes before what is wrong with a rule (F-04).',
    choices: { s3Error: 'Which of several errors of S3 is shown.' },
    alsoOpens: [],
  },
  kmsOutage: {
    requirements: ['U-32'],
    field: { kind: 'options', options: ['unreachable', 'DependencyTimeoutException', 'KMSInternalException'] },
    known: 'open',
    text:
      'While S3 cannot reach KMS its calls get no answer (`unreachable`), or are given up by KMS itself ' +
      '(`DependencyTimeoutException`, `KMSInternalException`).',
    choices: {},
    alsoOpens: ['kmsAnswer'],
  },
  kmsQuotaKeeps: {
    requirements: ['U-37', 'F-127'],
    field: { kind: 'options', options: ['second', 'anySecond', 'loosely'] },
    known: 'open',
    text:
      'Once the quota of an account is used up in a second, KMS throttles what it asks in the rest of that `second`, ' +
      'which begins with a request; or in `anySecond`, which may have begun in the one before; or it keeps the quota ' +
      '`loosely` and carries out more. Throttled requests count as requests.',
    choices: {},
    alsoOpens: ['kmsAnswer'],
  },
  outageAnswer: {
    requirements: ['U-32', 'U-19'],
    field: { kind: 'options', options: ['503', '500'] },
    known: 'open',
    text:
      'A request that needs KMS while S3 cannot reach it, or while KMS has trouble of its own, is answered `503` or ' +
      '`500`, with whatever code; nothing is stored and nothing lost.',
    choices: { outageAnswer: 'What S3 answered while it could not reach KMS.' },
    alsoOpens: [],
  },
} as const satisfies Readonly<Record<string, OpennessRow>>;
