import { MANY_REQUESTERS, SPREAD } from '../causes-in-buckets.ts';
import { DIALECTS } from './dialect.ts';
import { tables } from './tables.ts';

/** An engine that the queries are printed for. */
export type SqlEngine = keyof typeof DIALECTS;

/** The queries: causes of calls, calls in groups, and what bucket keys saved in each bucket. */
export interface WhyQueries {
  readonly causes: string;
  readonly groups: string;
  readonly buckets: string;
}

/**
 * The analysis of `why` as SQL, for logs that no single machine reads. The counts are the same where the bounds of the
 * streaming reader are not met; events of one second stand in the order of their ids.
 *
 * @param from - files or a glob for DuckDB, the name of the table for Athena
 */
export function whyQueries(engine: SqlEngine, from: string): WhyQueries {
  const given = `with ${tables(DIALECTS[engine], from)}`;
  return {
    causes: `${given}
${CAUSES}
`,
    groups: `${given}
select of_bucket as bucket, min(requester) as requester, account, name as operation, key_arn,
  case when of_bucket is null then 'other' when of_object is null then 'bucket' else 'object' end as context,
  min(class) <> 'by CloudTrail' as billed, count(*) as calls, count(error) as denied
from calls
group by of_bucket, account, principal, name, key_arn,
  case when of_bucket is null then 'other' when of_object is null then 'bucket' else 'object' end
order by calls desc, bucket, requester
`,
    buckets: `${given}
select bucket, requests, generate_bucket + decrypt_bucket as bucket_calls,
  generate_object + decrypt_object as object_calls,
  case when generate_bucket + decrypt_bucket > 0 and requests > generate_object + decrypt_object then greatest(0,
    1 - (generate_bucket + decrypt_bucket) * 1.0e0 / (requests - generate_object - decrypt_object)) end as reuse
from tallies where generate_bucket + decrypt_bucket + generate_object + decrypt_object > 0
order by bucket_calls + object_calls desc, bucket
`,
  };
}

/** The causes in a bucket: calls that each explains, and when it shows although it explains none. */
const IN_BUCKETS: readonly (readonly [id: string, calls: string, shows?: string])[] = [
  ['WHY-0', 'generate_object - generate_object_after_on + case when is_on then 0 else decrypt_object - dsse end'],
  ['WHY-1', 'case when is_on then decrypt_old - decrypt_after_update else 0 end'],
  ['WHY-2', 'case when is_on then generate_object_after_on - dsse + decrypt_new else 0 end'],
  ['WHY-3', 'case when is_on then decrypt_after_update else 0 end', 'updates_without_flag > 0'],
  ['WHY-4', `case when requesters >= ${MANY_REQUESTERS} then besides_requester else 0 end`],
  ['WHY-5', 'besides_policy'],
  ['WHY-6', 'after_silence'],
  [
    'WHY-7',
    `case when decrypt_bucket > ${SPREAD} * greatest(1, generate_bucket)
      then decrypt_bucket - generate_bucket else 0 end`,
  ],
  ['WHY-8', 'dsse', 'idle_flags > 0'],
  ['WHY-9', 'besides_key'],
  ['WHY-16', 'decrypt_again'],
];

const OF_CLASSES: readonly (readonly [id: string, className: string])[] = [
  ['WHY-10', 'not by S3'],
  ['WHY-11', 'by CloudTrail'],
  ['WHY-13', 'by a job of S3'],
  ['WHY-15', 'denied'],
];

const COPIES = `(select count(*) from by_event where nth > 1 and source = 'kms')
    + (select count(*) from by_shared where nth_shared > 1 and source = 'kms')`;

const CAUSES = `select cause, sum(calls) as calls, count(bucket) as buckets,
  coalesce(sum(calls) * 1.0e0 / nullif((select count(*) from calls) + ${COPIES}, 0), 0) as share
from (
${[
  ...IN_BUCKETS.map(
    ([id, calls, shows = 'false']) =>
      `  select '${id}' as cause, bucket, ${calls} as calls, ${shows} as is_shown from tallies`,
  ),
  ...OF_CLASSES.map(
    ([id, className]) =>
      `  select '${id}' as cause, null as bucket, count(*) as calls, false as is_shown
    from calls where class = '${className}'`,
  ),
  `  select 'WHY-12' as cause, null as bucket, ${COPIES} as calls, false as is_shown`,
  `  select 'WHY-14' as cause, null as bucket, 0 as calls, sum(kms_writes) > 0
    and (select count(*) from events where source = 'kms') = 0 as is_shown from tallies`,
].join('\n  union all\n')}
) found
where calls > 0 or is_shown
group by cause
order by calls desc, cause`;
