import type { LogSource } from '../cloudtrail/reading/log-bytes.ts';
import { newTrailCounts, type TrailCounts } from '../cloudtrail/stream/trail-counts.ts';
import { trailEvents } from '../cloudtrail/stream/trail-events.ts';
import type { CallsOverTime } from '../predict/calls-over-time.ts';
import type { CallGroup } from './call-groups.ts';
import { causesInBuckets } from './causes-in-buckets.ts';
import type { Cause, Diagnosis } from './diagnosis.ts';
import { TrailTally } from './trail-tally.ts';

/** What the KMS calls of one bucket saved. */
export interface BucketReuse {
  readonly bucket: string;
  /** Successful reads and writes of objects, as data events or server access logs tell. */
  readonly requests: number;
  readonly bucketCalls: number;
  readonly objectCalls: number;
  /**
   * Share of the requests that made no call of their own, of those that can have been under a bucket key; undefined
   * where there are none.
   */
  readonly reuse: number | undefined;
}

/** Where KMS calls come from. */
export interface WhyReport {
  readonly trail: TrailCounts;
  /** Calls that use a key, each once. */
  readonly calls: number;
  /** Of them those that the bill has: CloudTrail's own are not. Whether denied ones are is not documented. */
  readonly billed: number;
  readonly denied: number;
  /** Whether there are writes under KMS and no KMS event. */
  readonly lacksKms: boolean;
  /** Causes, those that explain the most calls first. */
  readonly diagnoses: readonly Diagnosis[];
  readonly groups: readonly CallGroup[];
  /** Calls in none of these groups: there were too many. */
  readonly beyondGroups: number;
  readonly buckets: readonly BucketReuse[];
  /** Calls by time: those whose context names an object, a bucket, and neither. */
  readonly overTime: CallsOverTime;
}

/** How to explain a trail. */
export interface WhyRequest {
  readonly signal?: AbortSignal;
  /** Called now and then with the number of records read. */
  onProgress?(records: number): void;
}

/**
 * Counts the KMS calls of logs of CloudTrail, and finds their causes.
 *
 * @throws TraceError where a log cannot be read
 */
export async function whyTrail(sources: Iterable<LogSource>, { signal, onProgress }: WhyRequest): Promise<WhyReport> {
  const trail = newTrailCounts();
  const tally = new TrailTally();
  for await (const events of trailEvents(sources, trail, signal)) {
    for (const event of events) tally.take(event);
    onProgress?.(trail.records);
  }
  return reportOf(tally, trail);
}

function reportOf(tally: TrailTally, trail: TrailCounts): WhyReport {
  const { classes, buckets, groups, calls } = tally;
  const kmsWrites = [...buckets.values()].reduce((sum, bucket) => sum + bucket.kmsWrites, 0);
  const lacksKms = trail.kms === 0 && kmsWrites > 0;
  const causes = [...causesInBuckets(buckets), ...otherCauses(tally, trail, lacksKms ? kmsWrites : 0)];
  const all = calls + trail.duplicateKmsCalls;
  return {
    trail,
    calls,
    billed: calls - classes['by CloudTrail'],
    denied: groups.all.reduce((sum, { denied }) => sum + denied, 0),
    lacksKms,
    diagnoses: causes
      .map((cause): Diagnosis => ({ ...cause, share: all === 0 ? 0 : cause.calls / all }))
      .sort((a, b) => b.calls - a.calls || Number(b.id === COUNTED_TWICE) - Number(a.id === COUNTED_TWICE)),
    groups: groups.all,
    beyondGroups: groups.beyond,
    overTime: tally.overTime,
    buckets: [...buckets]
      .map(([bucket, { requests, bucketCalls, objectCalls }]) => {
        const possible = requests - objectCalls;
        // Calls whose requests were not recorded would make it less than nothing.
        const reuse = bucketCalls === 0 || possible <= 0 ? undefined : Math.max(0, 1 - bucketCalls / possible);
        return { bucket, requests, bucketCalls, objectCalls, reuse };
      })
      .filter(({ bucketCalls, objectCalls }) => bucketCalls + objectCalls > 0)
      .sort((a, b) => b.bucketCalls + b.objectCalls - a.bucketCalls - a.objectCalls),
  };
}

const COUNTED_TWICE = 'WHY-12';

/** The causes that are not those of a bucket. */
function otherCauses(tally: TrailTally, trail: TrailCounts, writesWithoutKms: number): readonly Cause[] {
  const { classes, deniedForBucket, deniedAgain } = tally;
  const causes: readonly Cause[] = [
    {
      id: 'WHY-10',
      title: 'were not made by S3: their context names nothing of S3',
      calls: classes['not by S3'],
      evidence: { calls: classes['not by S3'] },
      buckets: [],
      certainty: 'certain',
      fix: 'Bucket keys do nothing for them: look at the other services and programs that use these keys.',
    },
    {
      id: 'WHY-11',
      title: 'are CloudTrail’s own, for its logs, and are not billed',
      calls: classes['by CloudTrail'],
      evidence: { calls: classes['by CloudTrail'] },
      buckets: [],
      certainty: 'certain',
      fix: 'Leave them out of the cost.',
    },
    {
      id: COUNTED_TWICE,
      title: 'are copies of records that are there already: by a second trail, or another account',
      calls: trail.duplicateKmsCalls,
      evidence: {
        duplicateKmsCalls: trail.duplicateKmsCalls,
        byEventID: trail.duplicates.eventID,
        bySharedEventID: trail.duplicates.sharedEventID,
      },
      buckets: [],
      certainty: 'certain',
      fix: 'Count each eventID and sharedEventID once, and end the second trail: its copies cost more than KMS.',
    },
    {
      id: 'WHY-13',
      title: 'are those of replication or batch jobs of S3, not of clients',
      calls: classes['by a job of S3'],
      evidence: { calls: classes['by a job of S3'] },
      buckets: [],
      certainty: 'likely',
      fix: 'Count them apart: they end with the job, or go with replication.',
    },
    {
      id: 'WHY-14',
      title: 'are not there: the trail excludes KMS events, since there are writes under KMS and no KMS event at all',
      calls: 0,
      evidence: { kmsWrites: writesWithoutKms, kmsEvents: trail.kms },
      buckets: [],
      certainty: 'likely',
      fix: 'Log KMS management events, or read the files that have them. Until then nothing can be said of KMS calls.',
    },
    {
      id: 'WHY-15',
      title: 'were denied',
      calls: classes.denied,
      evidence: { denied: classes.denied, contextNamesBucket: deniedForBucket, again: deniedAgain },
      buckets: [],
      certainty: 'certain',
      fix:
        deniedForBucket > 0
          ? 'Let policies that name objects in kms:EncryptionContext:aws:s3:arn name the bucket as well.'
          : 'Give the requesters the permission, or end the requests.',
    },
  ];
  return causes.filter(({ id, calls }) => calls > 0 || (id === 'WHY-14' && writesWithoutKms > 0));
}
