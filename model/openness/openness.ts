import { MINUTE_MS } from '../vocabulary/time.ts';
import { BOUND, COUNT, EITHER, FLAG, type ProfileFieldRow, SPAN } from './field.ts';

/** One row of {@link OPENNESS}: something that implementations may do in different ways. */
export interface OpennessRow {
  /** Ids of what it closes or bounds, its own first; none where AWS leaves nothing open. */
  readonly requirements: readonly string[];
  /** What a profile can say of it. */
  readonly field: ProfileFieldRow;
  /**
   * `open`: AWS does not say. `documented`: AWS says so today, and a profile may say otherwise. `assumed`: a profile
   * says how far, and nobody knows; see {@link assumed}.
   */
  readonly known: 'open' | 'documented' | 'assumed';
  /** Of what is assumed: how far it may go before it is excluded, and what is said of a trace that needs it. */
  readonly assumed?: Assumption;
  /** What implementations may do, in one sentence for people, in Markdown. */
  readonly text: string;
  /** The points of a step it leaves open, each with what is chosen there. */
  readonly choices: Readonly<Record<string, string>>;
  /** Points of other rows that it leaves open as well. */
  readonly alsoOpens: readonly string[];
}

/** What stands behind a field that is assumed: nobody is accused for going beyond it. */
export interface Assumption {
  /**
   * What the field says when the assumption is lifted, for a span its longest: beyond this it is excluded. A profile
   * that says more keeps what it says.
   */
  readonly outer: number | true;
  /** What has to be so, after `only if`; `{}` stands for a length of time. */
  readonly onlyIf: string;
  /** What is believed, after `assumed:`; `{}` stands for a length of time. */
  readonly believed: string;
}

/** As good as no bound: longer than any trace, and times stay whole numbers when it is added. */
export const WITHOUT_END_MS = 2 ** 50;
/** No setting takes longer to be seen everywhere, or who ignores it would never be accused (F-14, F-122). */
const PROPAGATED_MS = 30 * MINUTE_MS;

/**
 * Everything that a profile may leave open, by the name of its field. The fields of profiles, their form in scope
 * files, the names of choice points, the page of open points and the help of the command line are made from this table.
 */
export const OPENNESS = {
  requesterMode: {
    requirements: ['U-11'],
    field: { kind: 'option', options: ['session', 'rolePolicy'] },
    known: 'documented',
    text:
      'Account, principal and scoping policy make a requester that shares a bucket key (F-95); in the mode of until ' +
      '2023 the session counts as well (F-96).',
    choices: {},
    alsoOpens: [],
  },
  caches: {
    requirements: ['U-04', 'U-06'],
    field: COUNT,
    known: 'open',
    text: 'The number of independent caches of plaintext bucket keys; each request goes to any of them.',
    choices: { cache: 'Which cache served the request.' },
    alsoOpens: ['served'],
  },
  earlyEviction: {
    requirements: ['U-05', 'U-02', 'U-10'],
    field: FLAG,
    known: 'open',
    text:
      'A cached bucket key may be dropped unannounced before its lifetime is over; evictions and restarts that are ' +
      'events may come at any time.',
    choices: { served: 'Whether the request found a usable bucket key.' },
    alsoOpens: [],
  },
  cacheLifetime: {
    requirements: ['U-01', 'U-02', 'U-03', 'U-10'],
    field: SPAN,
    known: 'assumed',
    assumed: {
      outer: WITHOUT_END_MS,
      onlyIf: 'a cached bucket key may serve for {}',
      believed: 'at most {}',
    },
    text:
      'A cached plaintext bucket key serves one requester for a time between two bounds, from the KMS call that ' +
      'brought it (F-106 b).',
    choices: {},
    alsoOpens: ['served'],
  },
  generationLifetime: {
    requirements: ['U-03'],
    field: SPAN,
    known: 'assumed',
    assumed: {
      outer: WITHOUT_END_MS,
      onlyIf: 'a bucket key may make data keys for {}',
      believed: 'at most {}',
    },
    text:
      'A bucket key makes new data keys for a time between two bounds, from its creation; they need not be those of ' +
      'the cache (F-106 a).',
    choices: {},
    alsoOpens: ['served'],
  },
  coldWrite: {
    requirements: ['U-07'],
    field: { kind: 'options', options: ['generate', 'unwrap'] },
    known: 'open',
    text:
      'A cold write, while a bucket key of another request still makes data keys, has KMS make a new one ' +
      '(`generate`) or decrypt that one (`unwrap`, K-04).',
    choices: {
      coldWrite: 'How a cold write came by a bucket key.',
      unwrapped: 'Which of several bucket keys a cold write had decrypted.',
    },
    alsoOpens: [],
  },
  writeVerifies: {
    requirements: ['U-08'],
    field: EITHER,
    known: 'open',
    text: 'A cold write also decrypts its bucket key to verify it, or does not (F-142).',
    choices: { verified: 'Whether a write verified its bucket key.' },
    alsoOpens: [],
  },
  writeWarmsRead: {
    requirements: ['U-09'],
    field: EITHER,
    known: 'open',
    text: 'A bucket key obtained by a write serves reads of the same requester, or does not.',
    choices: {},
    alsoOpens: ['served'],
  },
  readWarmsWrite: {
    requirements: ['U-09'],
    field: EITHER,
    known: 'open',
    text: 'A bucket key obtained by a read serves writes of the same requester, or does not.',
    choices: {},
    alsoOpens: ['served'],
  },
  extraContext: {
    requirements: ['U-12'],
    field: { kind: 'options', options: ['left-out', 'partitions'] },
    known: 'open',
    text:
      'Extra pairs stay out of the context of a bucket key (`left-out`), or reach KMS, with a bucket key for each ' +
      'distinct set of pairs (`partitions`).',
    choices: { extraContext: 'Whether extra context makes a bucket key of its own.' },
    alsoOpens: [],
  },
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
  checksumOpens: {
    requirements: ['U-34'],
    field: EITHER,
    known: 'open',
    text:
      'GetObjectAttributes has the checksum of a KMS object decrypted as a read of the object would (K-10), or makes ' +
      'no KMS call.',
    choices: { checksumOpens: 'Whether GetObjectAttributes opened the object for its checksum.' },
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
  ruleDelayMs: {
    requirements: ['U-16'],
    field: BOUND,
    known: 'assumed',
    assumed: {
      outer: PROPAGATED_MS,
      onlyIf: 'an old bucket rule may be seen for {}',
      believed: 'at most {}',
    },
    text: 'For so long each request may still see an earlier bucket rule (F-14).',
    choices: { ruleSeen: 'Which of the visible bucket rules the request saw.' },
    alsoOpens: [],
  },
  policyDelayMs: {
    requirements: ['U-27'],
    field: BOUND,
    known: 'assumed',
    assumed: {
      outer: PROPAGATED_MS,
      onlyIf: 'an old bucket policy may act for {}',
      believed: 'at most {}',
    },
    text: 'For so long each request may still be judged by an earlier bucket policy (F-14).',
    choices: { policySeen: 'What the bucket policy that the request saw said.' },
    alsoOpens: [],
  },
  replicationDelayMs: {
    requirements: ['U-27'],
    field: BOUND,
    known: 'assumed',
    assumed: {
      outer: PROPAGATED_MS,
      onlyIf: 'an old replication rule may act for {}',
      believed: 'at most {}',
    },
    text: 'For so long what is written may still fall under an earlier replication rule, or none (F-14).',
    choices: { replicationSeen: 'Whether the replication rule that a write saw covered it.' },
    alsoOpens: [],
  },
  kmsDelayMs: {
    requirements: ['U-23', 'U-10'],
    field: BOUND,
    known: 'assumed',
    assumed: {
      outer: PROPAGATED_MS,
      onlyIf: 'KMS may act on an old key state, key policy or alias for {}',
      believed: 'at most {}',
    },
    text:
      'For so long each KMS call may still see an earlier state or policy of a KMS key, or target of an alias ' +
      '(F-122).',
    choices: {
      aliasSeen: 'Which of the visible targets an alias had.',
      kmsAnswer: 'What KMS answered, where an earlier state or policy may still be seen.',
    },
    alsoOpens: [],
  },
  keyIdWithAes256: {
    requirements: ['F-31'],
    field: FLAG,
    known: 'assumed',
    assumed: {
      outer: true,
      onlyIf: 'a key id beside AES256 may be ignored',
      believed: 'the request is refused',
    },
    text: 'A key id in a request for `AES256` may be ignored; else the request is refused with 400 (F-31, implied).',
    choices: {},
    alsoOpens: ['inertHeader'],
  },
  dsseEtagIsAny: {
    requirements: ['F-84'],
    field: FLAG,
    known: 'assumed',
    assumed: {
      outer: true,
      onlyIf: 'the ETag of an object under DSSE may be the MD5 of its content',
      believed: 'it is opaque, as under aws:kms',
    },
    text:
      'The ETag of an object under DSSE may be any 32 hex digits, the MD5 included; else it is opaque as under ' +
      '`aws:kms` (F-84, implied).',
    choices: {},
    alsoOpens: [],
  },
  transientErrors: {
    requirements: ['E-45', 'F-160'],
    field: FLAG,
    known: 'documented',
    text:
      'Any request may be answered 500 `InternalError`, 503 `SlowDown` or ' +
      '`ServiceUnavailable` by S3 itself; it has ' +
      'happened whole, or not at all.',
    choices: {},
    alsoOpens: [],
  },
  freshReplicaEtag: {
    requirements: ['F-78'],
    field: FLAG,
    known: 'assumed',
    assumed: {
      outer: true,
      onlyIf: 'a replica of an object under KMS may have an ETag of its own',
      believed: 'it has that of its source',
    },
    text:
      'The replica of an object under KMS may have an ETag of its own; else it has that of its source (F-78, ' +
      'implied).',
    choices: {},
    alsoOpens: [],
  },
  replication: {
    requirements: [],
    field: FLAG,
    known: 'documented',
    text: 'Buckets replicate, or there is no replication at all.',
    choices: {},
    alsoOpens: [],
  },
} as const satisfies Readonly<Record<string, OpennessRow>>;

/** Name of a field of a profile. */
export type ProfileField = keyof typeof OPENNESS;

/** The fields of a profile, in the order of {@link OPENNESS}. */
export const PROFILE_FIELDS = Object.keys(OPENNESS) as readonly ProfileField[];

/** The fields that close or bound what a requirement leaves open. */
export function profileFieldsOf(requirementId: string): readonly ProfileField[] {
  return PROFILE_FIELDS.filter((field) => rowOf(field).requirements.includes(requirementId));
}

/** The row of a field. */
export function rowOf(field: ProfileField): OpennessRow {
  return OPENNESS[field];
}
