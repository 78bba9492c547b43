import { COUNT, EITHER, FLAG, LIMIT, SPAN } from './field.ts';
import type { OpennessRow } from './openness-row.ts';

/** As good as no bound: longer than any trace, and times stay whole numbers when it is added, twice. */
export const WITHOUT_END_MS = 2 ** 50;

/** What is open of bucket keys: who shares them, how long they last, and what a cold request does. */
export const BUCKET_KEY_ROWS = {
  requesterMode: {
    requirements: ['U-11'],
    field: { kind: 'option', options: ['session', 'rolePolicy', 'service'] },
    known: 'documented',
    text:
      'Account, principal and scoping policy make a requester that shares a bucket key (F-95); in the mode of until ' +
      '2023 the session counts as well (F-96). With `service` all share them, and KMS is called in the name of the ' +
      'service, if the setup has one.',
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
      least: { onlyIf: 'a cached bucket key may be gone after {}', believed: 'it serves for at least {}' },
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
      least: {
        onlyIf: 'a bucket key may make no more data keys after {}',
        believed: 'it makes them for at least {}',
      },
    },
    text:
      'A bucket key makes new data keys for a time between two bounds, from its creation; they need not be those of ' +
      'the cache (F-106 a).',
    choices: {},
    alsoOpens: ['served'],
  },
  idleTime: {
    requirements: ['U-02'],
    field: SPAN,
    known: 'open',
    text:
      'A cached plaintext bucket key that nobody uses is gone after a time between two bounds, from its last use; ' +
      'its lifetime may be over before.',
    choices: {},
    alsoOpens: ['served'],
  },
  usesPerBucketKey: {
    requirements: ['U-26'],
    field: LIMIT,
    known: 'open',
    text: 'A bucket key makes data keys for so many objects and no more, whoever writes them.',
    choices: {},
    alsoOpens: [],
  },
  leastReuse: {
    requirements: ['U-33'],
    field: LIMIT,
    known: 'open',
    text:
      'Over a whole trace each KMS call of a requester for a bucket key has to serve so many uses of it at least, or ' +
      'its `least-reuse` is violated. AWS promises no saving.',
    choices: {},
    alsoOpens: [],
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
} as const satisfies Readonly<Record<string, OpennessRow>>;
