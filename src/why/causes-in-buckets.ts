import type { BucketTally } from './bucket-tally.ts';
import type { Cause, Certainty } from './diagnosis.ts';

/** Most buckets that a cause names. */
const NAMED = 5;
/** From how many requesters on they are many. */
export const MANY_REQUESTERS = 3;
/** How many times more reads than writes of bucket keys are a spread. */
export const SPREAD = 3;

/** A cause that is looked for in each bucket. */
interface BucketCause {
  readonly id: string;
  readonly title: string;
  readonly certainty: Certainty;
  readonly fix: string;
  /** The calls in a bucket that it explains. */
  calls(bucket: BucketTally): number;
  /** The counts in a bucket that support it; they are added up over the buckets in which it explains calls. */
  evidence(bucket: BucketTally): Readonly<Record<string, number>>;
  /** Whether a bucket in which it explains no call speaks for it all the same. */
  shows?(bucket: BucketTally): boolean;
}

const CAUSES: readonly BucketCause[] = [
  {
    id: 'WHY-0',
    title: 'are for objects in buckets in which no bucket key was in use: each of them names its object',
    certainty: 'certain',
    fix: 'Turn the bucket key on: PutBucketEncryption with BucketKeyEnabled true. It acts on new objects only.',
    // DSSE never has a bucket key, and is a cause of its own.
    calls: (bucket) =>
      bucket.generateObject -
      bucket.generateObjectAfterOn -
      (bucket.isOn ? 0 : dsse(bucket)) +
      (bucket.isOn ? 0 : bucket.decryptObject),
    evidence: ({ generateObject, decryptObject }) => ({ generateObject, decryptObject }),
  },
  {
    id: 'WHY-1',
    title: 'read objects that were written without a bucket key before these logs, in buckets that use one now',
    certainty: 'likely',
    fix:
      'Old objects keep their keys: copy them in place (S3 Batch Operations), or UpdateObjectEncryption with ' +
      'BucketKeyEnabled true.',
    calls: (bucket) => (bucket.isOn ? bucket.decryptOldObject - bucket.decryptAfterUpdate : 0),
    evidence: ({ decryptOldObject, bucketCalls }) => ({ decryptOldObject, bucketCalls }),
  },
  {
    id: 'WHY-2',
    title:
      'are for objects that were written without a bucket key although one is in use: the writer turns it off, or ' +
      'has a header of its own',
    certainty: 'likely',
    fix: 'Let writers leave out x-amz-server-side-encryption-bucket-key-enabled, or send true.',
    calls: (bucket) => (bucket.isOn ? bucket.generateObjectAfterOn - dsse(bucket) + bucket.decryptNewObject : 0),
    evidence: ({ generateObjectAfterOn, decryptNewObject, ownHeaders, flagOff }) => ({
      generateObjectAfterOn,
      decryptNewObject,
      ownHeaders,
      flagOff,
    }),
  },
  {
    id: 'WHY-3',
    title: 'read objects after UpdateObjectEncryption, which leaves the bucket key off unless it is asked for',
    certainty: 'likely',
    fix: 'Run UpdateObjectEncryption again with BucketKeyEnabled true.',
    calls: (bucket) => (bucket.isOn ? bucket.decryptAfterUpdate : 0),
    evidence: ({ updatesWithoutFlag, decryptAfterUpdate }) => ({ updatesWithoutFlag, decryptAfterUpdate }),
    shows: ({ updatesWithoutFlag }) => updatesWithoutFlag > 0,
  },
  {
    id: 'WHY-4',
    title: 'are those of further requesters: each role or account needs bucket keys of its own',
    certainty: 'likely',
    fix: 'Let workloads share a role where that is acceptable.',
    calls: ({ requesters }) => (requesters.size >= MANY_REQUESTERS ? requesters.besidesMost : 0),
    evidence: ({ requesters, bucketCalls }) => ({ requesters: requesters.size, bucketCalls }),
  },
  {
    id: 'WHY-5',
    title: 'are those of further scoping policies of one role: each needs bucket keys of its own',
    certainty: 'likely',
    fix: 'Open sessions with fewer, coarser scoping policies.',
    calls: ({ policies }) => [...policies.values()].reduce((sum, { besidesMost }) => sum + besidesMost, 0),
    evidence: ({ policies }) => ({
      roles: policies.size,
      policies: [...policies.values()].reduce((sum, { size }) => sum + size, 0),
    }),
  },
  {
    id: 'WHY-6',
    title: 'came after a silence of five minutes or more of their requester: the traffic is sparse',
    certainty: 'likely',
    fix: 'None: there is little to save where requests are far apart.',
    calls: ({ afterSilence }) => afterSilence,
    evidence: ({ afterSilence, bucketCalls, reads, writes }) => ({ afterSilence, bucketCalls, reads, writes }),
  },
  {
    id: 'WHY-7',
    title: 'open bucket keys that many windows of writes have left: reads are spread over them',
    certainty: 'possible',
    fix: 'Expected where old objects are read; writing hot objects anew puts them under fewer bucket keys.',
    calls: ({ decryptBucket, generateBucket }) =>
      decryptBucket > SPREAD * Math.max(1, generateBucket) ? decryptBucket - generateBucket : 0,
    evidence: ({ decryptBucket, generateBucket }) => ({ decryptBucket, generateBucket }),
  },
  {
    id: 'WHY-8',
    title: 'are for objects under DSSE, which never has a bucket key',
    certainty: 'certain',
    fix: 'Use SSE-KMS where DSSE is not required. On SSE-S3 the flag does nothing.',
    calls: dsse,
    evidence: ({ dsseWrites, idleFlags }) => ({ dsseWrites, idleFlags }),
    shows: ({ idleFlags }) => idleFlags > 0,
  },
  {
    id: 'WHY-9',
    title: 'are under further KMS keys of one bucket: each needs bucket keys of its own',
    certainty: 'certain',
    fix: 'Use one KMS key for a bucket.',
    calls: ({ keys }) => keys.besidesMost,
    evidence: ({ keys, bucketCalls }) => ({ kmsKeys: keys.size, bucketCalls }),
  },
  {
    id: 'WHY-16',
    title: 'open an object again that the same requester opened moments before: ranges or parts, each with a call',
    certainty: 'possible',
    fix: 'Read larger ranges, or turn the bucket key on for these objects.',
    calls: ({ decryptAgain }) => decryptAgain,
    evidence: ({ decryptAgain, decryptObject }) => ({ decryptAgain, decryptObject }),
  },
];

/** The causes that some bucket shows. */
export function causesInBuckets(buckets: ReadonlyMap<string, BucketTally>): readonly Cause[] {
  return CAUSES.flatMap(({ id, title, certainty, fix, calls, evidence, shows }) => {
    const found = [...buckets]
      .map(([name, bucket]) => ({ name, bucket, calls: calls(bucket) }))
      .filter((one) => one.calls > 0 || shows?.(one.bucket) === true)
      .sort((a, b) => b.calls - a.calls);
    if (found.length === 0) return [];
    return {
      id,
      title,
      calls: found.reduce((sum, one) => sum + one.calls, 0),
      evidence: added(found.map(({ bucket }) => evidence(bucket))),
      buckets: found.slice(0, NAMED).map(({ name }) => name),
      certainty,
      fix,
    };
  });
}

/** Calls for data keys of DSSE: a write of DSSE makes at least one. */
function dsse({ dsseWrites, generateObject }: BucketTally): number {
  return Math.min(dsseWrites, generateObject);
}

function added(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const one of counts)
    for (const [name, count] of Object.entries(one)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}
