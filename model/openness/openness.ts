import { BOUND, COUNT, EITHER, type Field, FLAG, SPAN } from './field.ts';

/** One row of {@link OPENNESS}: something that implementations may do in different ways. */
export interface OpennessRow {
  /** Ids of what it closes or bounds, its own first; none where AWS leaves nothing open. */
  readonly requirements: readonly string[];
  /** What a profile can say of it. */
  readonly field: Field;
  /** `open`: AWS does not say. `documented`: AWS says so today, and a profile may say otherwise. */
  readonly known: 'open' | 'documented';
  /** What it is, in one sentence for people, in Markdown. */
  readonly text: string;
  /** The points of a step it leaves open, each with what is chosen there. */
  readonly choices: Readonly<Record<string, string>>;
  /** Points of other rows that it leaves open as well. */
  readonly alsoOpens: readonly string[];
}

/**
 * Everything that a profile may leave open, by the name of its field. The fields of profiles, their form in scope
 * files, the names of choice points, the page of open points and the help of the command line are made from this table.
 */
export const OPENNESS = {
  requesterMode: {
    requirements: ['U-11'],
    field: { kind: 'option', options: ['session', 'rolePolicy'] },
    known: 'documented',
    text: 'Who is one requester to S3 when it shares a bucket key: account, principal and scoping policy count (F-95), and the session as well in the mode of until 2023 (F-96).',
    choices: {},
    alsoOpens: [],
  },
  caches: {
    requirements: ['U-04', 'U-06'],
    field: COUNT,
    known: 'open',
    text: 'How many independent caches of plaintext bucket keys there are; each request goes to any of them.',
    choices: { cache: 'Which cache served the request.' },
    alsoOpens: ['served'],
  },
  earlyEviction: {
    requirements: ['U-05', 'U-02', 'U-10'],
    field: FLAG,
    known: 'open',
    text: 'Whether a cached bucket key may be dropped unannounced before its lifetime is over; announced, it may be at any time.',
    choices: { served: 'Whether the request found a usable bucket key.' },
    alsoOpens: [],
  },
  cacheLifetime: {
    requirements: ['U-01', 'U-02', 'U-03', 'U-10'],
    field: SPAN,
    known: 'open',
    text: 'How long a cached plaintext bucket key serves one requester, from the KMS call that brought it: anywhere between two bounds (F-106 b).',
    choices: {},
    alsoOpens: ['served'],
  },
  generationLifetime: {
    requirements: ['U-03'],
    field: SPAN,
    known: 'open',
    text: 'How long a bucket key makes new data keys, from its creation: anywhere between two bounds, which may be those of the cache (F-106 a).',
    choices: {},
    alsoOpens: ['served'],
  },
  coldWrite: {
    requirements: ['U-07'],
    field: { kind: 'options', options: ['generate', 'unwrap'] },
    known: 'open',
    text: 'What a cold write does when a bucket key of another request still makes data keys: asks KMS for a new one, or has that one decrypted (K-04).',
    choices: { coldWrite: 'How a cold write came by a bucket key.' },
    alsoOpens: ['served'],
  },
  writeVerifies: {
    requirements: ['U-08'],
    field: EITHER,
    known: 'open',
    text: 'Whether a cold write also decrypts the bucket key to verify it (F-142).',
    choices: { verified: 'Whether a write verified its bucket key.' },
    alsoOpens: [],
  },
  writeWarmsRead: {
    requirements: ['U-09'],
    field: EITHER,
    known: 'open',
    text: 'Whether a bucket key obtained by a write serves reads of the same requester.',
    choices: {},
    alsoOpens: ['served'],
  },
  readWarmsWrite: {
    requirements: ['U-09'],
    field: EITHER,
    known: 'open',
    text: 'Whether a bucket key obtained by a read serves writes of the same requester.',
    choices: {},
    alsoOpens: ['served'],
  },
  extraContext: {
    requirements: ['U-12'],
    field: { kind: 'options', options: ['left-out', 'partitions'] },
    known: 'open',
    text: 'Whether extra pairs stay out of the context of a bucket key, or reach KMS, with a bucket key for each distinct set of pairs.',
    choices: { extraContext: 'Whether extra context makes a bucket key of its own.' },
    alsoOpens: [],
  },
  inertHeader: {
    requirements: ['U-14'],
    field: { kind: 'options', options: ['ignored', 'refused'] },
    known: 'open',
    text: 'What becomes of a bucket-key flag with nothing to act on, and of a key id without algorithm on a KMS bucket: the header is ignored and the request goes on, or it is refused with 400.',
    choices: { inertHeader: 'Whether a header with nothing to act on is ignored or refused.' },
    alsoOpens: [],
  },
  dormantFlag: {
    requirements: ['U-15'],
    field: EITHER,
    known: 'open',
    text: 'Flag of an object that asks for `aws:kms` in a bucket whose rule has the flag on for another algorithm.',
    choices: { dormantFlag: 'The flag of an `aws:kms` request in a bucket whose flag belongs to another algorithm.' },
    alsoOpens: [],
  },
  kmsHeaderUsesBucketKey: {
    requirements: ['D-04'],
    field: EITHER,
    known: 'documented',
    text: "Whether `aws:kms` without key id takes the bucket's own KMS key instead of `aws/s3`.",
    choices: { kmsHeaderKey: "Whether `aws:kms` without key id takes the bucket's own key." },
    alsoOpens: [],
  },
  mixedReplicaFlag: {
    requirements: ['U-13'],
    field: EITHER,
    known: 'open',
    text: 'Bucket-key flag of the replica of an object without one in a bucket with the flag on (D-08).',
    choices: {
      mixedReplica: 'Bucket-key flag and contexts of a replica where only the destination has bucket keys.',
    },
    alsoOpens: [],
  },
  replicationVerifies: {
    requirements: ['U-13'],
    field: EITHER,
    known: 'open',
    text: "Whether replication with bucket keys also decrypts the replica's bucket key to check it (F-71).",
    choices: {},
    alsoOpens: ['verified'],
  },
  refusedFirst: {
    requirements: ['U-20'],
    field: { kind: 'options', options: ['s3', 'kms'] },
    known: 'open',
    text: 'Which refusal wins when S3 and KMS both refuse.',
    choices: { refusal: 'Which of several refusals is shown.', copyOrder: 'Which side of a copy asked KMS first.' },
    alsoOpens: ['kmsAnswer'],
  },
  ruleDelayMs: {
    requirements: ['U-16'],
    field: BOUND,
    known: 'open',
    text: 'For how long each request may still see an earlier bucket rule (F-14).',
    choices: { ruleSeen: 'Which of the visible bucket rules the request saw.' },
    alsoOpens: [],
  },
  kmsDelayMs: {
    requirements: ['U-23', 'U-10'],
    field: BOUND,
    known: 'open',
    text: 'For how long each KMS call may still see an earlier state or policy of a KMS key, or target of an alias (F-122).',
    choices: {
      aliasSeen: 'Which of the visible targets an alias had.',
      kmsAnswer: 'What KMS answered, where an earlier state or policy may still be seen.',
    },
    alsoOpens: [],
  },
  replication: {
    requirements: [],
    field: FLAG,
    known: 'documented',
    text: 'Whether buckets replicate at all.',
    choices: {},
    alsoOpens: [],
  },
} as const satisfies Readonly<Record<string, OpennessRow>>;

/** Name of a field of a profile. */
export type ProfileField = keyof typeof OPENNESS;

/** The fields of a profile, in the order of {@link OPENNESS}. */
export const PROFILE_FIELDS = Object.keys(OPENNESS) as readonly ProfileField[];

/** The fields that close or bound what a requirement leaves open. */
export function fieldsOf(requirementId: string): readonly ProfileField[] {
  return PROFILE_FIELDS.filter((field) => rowOf(field).requirements.includes(requirementId));
}

/** The row of a field. */
export function rowOf(field: ProfileField): OpennessRow {
  return OPENNESS[field];
}
