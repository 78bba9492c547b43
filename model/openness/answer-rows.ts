import { EITHER, ETAG, FLAG } from './field.ts';
import type { OpennessRow } from './openness-row.ts';

/** What is open of single answers: ETags, who refuses how, and what KMS says of keys. */
export const ANSWER_ROWS = {
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
