import { MINUTE_MS } from '../vocabulary/time.ts';
import { BOUND, EITHER, FLAG } from './field.ts';
import type { OpennessRow } from './openness-row.ts';

/** No setting takes longer to be seen everywhere, or who ignores it would never be accused (F-14, F-122). */
const PROPAGATED_MS = 30 * MINUTE_MS;

/** What is open of changes that act late, of errors of S3 itself, and what is implied at best. */
export const DELAY_ROWS = {
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
  versioningDelayMs: {
    requirements: ['U-27'],
    field: BOUND,
    known: 'assumed',
    assumed: {
      outer: PROPAGATED_MS,
      onlyIf: 'an earlier versioning may act for {}',
      believed: 'at most {}',
    },
    text: 'For so long a bucket may still write and delete as its earlier versioning says (F-14, F-175).',
    choices: { versioningSeen: 'Which of the visible settings of versioning a write or DELETE saw.' },
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
      'For so long each KMS call may still see an earlier state or policy of a KMS key, or target of an alias; who ' +
      'controls the key may be refused for an earlier state, or judged by an earlier policy (F-122).',
    choices: {
      aliasSeen: 'Which of the visible targets an alias had.',
      kmsAnswer: 'What KMS answered, where an earlier state or policy may still be seen.',
    },
    alsoOpens: [],
  },
  remembersRefusal: {
    requirements: ['U-23'],
    field: EITHER,
    known: 'documented',
    text:
      'KMS is called for each refusal of its own (F-116), or the server remembers one and refuses without a call. ' +
      'How long an old one acts is for `kmsDelayMs` to say.',
    choices: { remembered: 'Whether a refusal of KMS was remembered, so that KMS was not called.' },
    alsoOpens: ['kmsAnswer'],
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
      onlyIf: 'a replica of an object under KMS or a customer key may have an ETag of its own',
      believed: 'it has that of its source',
    },
    text:
      'The replica of an object under KMS or a customer key may have an ETag of its own; else it has that of its ' +
      'source (F-78, implied; of customer keys nothing is said).',
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
