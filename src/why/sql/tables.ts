import { SILENCE_MS, SOON_MS } from '../bucket-tally.ts';
import { AGAIN_MS, READS, USES, WRITES } from '../trail-tally.ts';
import { type Dialect, quoted } from './dialect.ts';

const SSE = 'x-amz-server-side-encryption';
/** A bucket, and behind a slash the key of an object. */
const S3_ARN = '^arn:aws[a-z-]*:s3:::([^/]+)(/[\\s\\S]*)?$';

/** The name of a role in its ARN. */
const ROLE = "nullif(regexp_extract(caller_arn, ':assumed-role/(.+)/[^/]+$', 1), '')";
/** Most managed policies of a session (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
const MOST_POLICIES = 10;

/**
 * The tables that the queries are asked of, each made of those before it: what {@link TrailTally} and the tallies of
 * buckets remember of a trail one event at a time.
 */
export function tables(dialect: Dialect, from: string): string {
  const { text } = dialect;
  const arnPart = (arn: string, part: number) => `nullif(regexp_extract(${arn}, '${S3_ARN}', ${part}), '')`;
  const askedFlag = ['ObjectEncryption', undefined].flatMap((outer) =>
    ['SSE-KMS', 'SSEKMS', undefined].map((inner) =>
      text('request', ...[outer, inner, 'BucketKeyEnabled'].filter((step) => step !== undefined)),
    ),
  );
  const rule = (...path: readonly string[]) => {
    const list = ['ServerSideEncryptionConfiguration', 'Rule'];
    return `coalesce(${text('request', ...list, ...path)}, ${text('request', ...list, 0, ...path)})`;
  };
  const keyId = text('request', 'keyId');
  const policies = [
    text('request', 'policy'),
    ...Array.from({ length: MOST_POLICIES }, (_, at) => text('request', 'policyArns', at, 'arn')),
  ];
  const seconds = (ms: number) => ms / 1_000;
  return `records as (${dialect.records(from)}
),
-- Each event once: a trail may deliver it twice, and the accounts of caller and owner have a copy each.
by_event as (
  select *, case when event_id is null then 1
    else row_number() over (partition by event_id order by at_s, shared_id) end as nth
  from records
),
by_shared as (
  select *, case when shared_id is null then 1
    else row_number() over (partition by shared_id order by at_s, event_id) end as nth_shared
  from by_event where nth = 1
),
events as (
  select
    row_number() over (order by at_s, event_id) as n, at_s, source, name, error, request, response, account,
    case type
      when 'AssumedRole' then coalesce(issuer_id, nullif(split_part(principal_id, ':', 1), ''), ${ROLE}, 'unknown')
      when 'AWSService' then coalesce(invoked_by, 'unknown service')
      when 'Root' then 'root'
      else coalesce(principal_id, account, 'unknown') end as principal,
    case type
      when 'AssumedRole' then coalesce(issuer_name, ${ROLE}, nullif(split_part(principal_id, ':', 1), ''), 'unknown')
      when 'AWSService' then coalesce(invoked_by, 'unknown service')
      when 'Root' then 'root'
      else coalesce(user_name, principal_id, account, 'unknown') end as requester,
    case when type = 'AssumedRole' then coalesce(regexp_extract(principal_id, '^[^:]*:(.*)$', 1), '') end as session,
    case when type = 'AWSService' then invoked_by end as service,
    coalesce(resource_key, case when ${keyId} like 'arn:%' then ${keyId} end) as key_arn,
    coalesce(${arnPart('resource_bucket', 1)}, ${text('request', 'bucketName')}) as bucket
  from by_shared where nth_shared = 1 and source in ('s3', 'kms', 'sts')
),
requests as (
  select
    n, at_s, name, bucket, account, principal, requester,
    name in (${list(WRITES)}) as is_write,
    name in (${list(READS)}) as is_read,
    coalesce(${text('response', SSE)}, ${text('request', SSE)}) as algorithm,
    name = 'UpdateObjectEncryption' and coalesce(${askedFlag.join(', ')}, 'false') <> 'true' as updates_without_flag,
    case when name = 'PutBucketEncryption' and ${rule('BucketKeyEnabled')} = 'true'
      then ${rule('ApplyServerSideEncryptionByDefault', 'SSEAlgorithm')} end as flag_for
  from events where source = 's3' and error is null and bucket is not null
),
-- Calls that use a key, and what their context names: with a bucket key the bucket, without one the object (F-88).
uses as (
  select *, ${arnPart('arn', 1)} as of_bucket, ${arnPart('arn', 2)} as of_object
  from (
    select n, at_s, name, error, account, principal, requester, session, service, key_arn,
      ${text('request', 'encryptionContext', 'aws:s3:arn')} as arn
    from events where source = 'kms' and name in (${list(USES)})
  ) called
),
-- Roles that replicate are known by Encrypt (F-73); UpdateObjectEncryption needs it too.
updating as (select principal, min(n) as since from requests where name = 'UpdateObjectEncryption' group by principal),
replicating as (
  select uses.principal, min(uses.n) as since
  from uses left join updating on updating.principal = uses.principal
  where uses.name = 'Encrypt' and of_bucket is not null and error is null
    and coalesce(service, '') <> 'cloudtrail.amazonaws.com' and (updating.since is null or uses.n < updating.since)
  group by uses.principal
),
calls as (
  select uses.*, case
      when service = 'cloudtrail.amazonaws.com' then 'by CloudTrail'
      when of_bucket is null then 'not by S3'
      when error is not null then 'denied'
      when name = 'Encrypt' or uses.n >= replicating.since then 'by a job of S3'
      when lower(session) like 's3-replication%' or lower(session) like 's3-batch%' then 'by a job of S3'
      else 'for a request' end as class
  from uses left join replicating on replicating.principal = uses.principal
),
made as (
  select of_bucket, of_object, min(n) as since from calls
  where class = 'for a request' and of_object is not null and name <> 'Decrypt' group by of_bucket, of_object
),
turned_on as (
  select bucket, min(n) as since from (
    select bucket, n from requests where flag_for = 'aws:kms'
    union all select of_bucket as bucket, n from calls where class = 'for a request' and of_object is null
  ) seen group by bucket
),
updated as (select bucket, min(n) as since from requests where updates_without_flag group by bucket),
opened as (
  select n,
    at_s - lag(at_s) over (partition by principal, of_bucket, of_object order by n) <= ${seconds(AGAIN_MS)} as is_again
  from calls where class = 'for a request' and of_object is not null and name = 'Decrypt'
),
object_calls as (
  select calls.n, calls.of_bucket as bucket, calls.name = 'Decrypt' as is_decrypt,
    coalesce(turned_on.since < calls.n, false) as is_after_on, coalesce(made.since < calls.n, false) as is_new,
    coalesce(updated.since < calls.n, false) as is_after_update, coalesce(opened.is_again, false) as is_again
  from calls
    left join made on made.of_bucket = calls.of_bucket and made.of_object = calls.of_object
    left join turned_on on turned_on.bucket = calls.of_bucket
    left join updated on updated.bucket = calls.of_bucket
    left join opened on opened.n = calls.n
  where class = 'for a request' and calls.of_object is not null
),
bucket_calls as (
  select calls.*, of_bucket as bucket from calls where class = 'for a request' and of_object is null
),
of_requests as (
  select bucket,
    count(case when is_read or is_write then 1 end) as requests,
    count(case when is_write and algorithm = 'aws:kms' then 1 end) as kms_writes,
    count(case when is_write and algorithm = 'aws:kms:dsse' then 1 end) as dsse_writes,
    count(case when updates_without_flag then 1 end) as updates_without_flag,
    count(case when flag_for <> 'aws:kms' then 1 end) as idle_flags
  from requests group by bucket
),
of_object_calls as (
  select bucket,
    count(case when not is_decrypt then 1 end) as generate_object,
    count(case when not is_decrypt and is_after_on then 1 end) as generate_object_after_on,
    count(case when is_decrypt then 1 end) as decrypt_object,
    count(case when is_decrypt and is_new then 1 end) as decrypt_new,
    count(case when is_decrypt and not is_new then 1 end) as decrypt_old,
    count(case when is_decrypt and not is_new and is_after_update then 1 end) as decrypt_after_update,
    count(case when is_decrypt and is_again then 1 end) as decrypt_again
  from object_calls group by bucket
),
of_bucket_calls as (
  select bucket, count(case when name <> 'Decrypt' then 1 end) as generate_bucket,
    count(case when name = 'Decrypt' then 1 end) as decrypt_bucket
  from bucket_calls group by bucket
),
of_requesters as (
  select bucket, count(*) as requesters, sum(made) - max(made) as besides_most
  from (select bucket, principal, count(*) as made from bucket_calls group by bucket, principal) counted group by bucket
),
of_keys as (
  select bucket, sum(made) - max(made) as besides_most
  from (select bucket, key_arn, count(*) as made from bucket_calls group by bucket, key_arn) counted group by bucket
),
-- The scoping policy of a session is in its AssumeRole only (F-95); of several by one name the last counts.
sessions as (
  select id, max_by(policy, n) as policy from (
    select n, ${text('response', 'assumedRoleUser', 'assumedRoleId')} as id,
      concat(${policies.map((policy) => `coalesce(${policy}, '')`).join(', ')}) as policy
    from events where source = 'sts' and error is null
  ) named where id is not null group by id
),
of_policies as (
  select bucket, sum(besides_most) as besides_most from (
    select bucket, principal, sum(made) - max(made) as besides_most from (
      select bucket, principal, policy, count(*) as made
      from bucket_calls join sessions on sessions.id = concat(principal, ':', session)
      where policy <> '' group by bucket, principal, policy
    ) counted group by bucket, principal
  ) roles group by bucket
),
-- A request after a silence, and whether its requester called KMS by then.
silences as (
  select n, bucket, account, requester, at_s from (
    select n, bucket, account, requester, at_s,
      at_s - lag(at_s) over (partition by bucket, account, requester order by n) >= ${seconds(SILENCE_MS)} as was_silent
    from requests where is_read or is_write
  ) heard where was_silent
),
of_silences as (
  select silences.bucket, count(distinct silences.n) as after_silence
  from silences join bucket_calls
    on bucket_calls.bucket = silences.bucket and bucket_calls.requester = silences.requester
      and coalesce(bucket_calls.account, '') = coalesce(silences.account, '')
      and bucket_calls.at_s between silences.at_s - ${seconds(SOON_MS)} and silences.at_s + ${seconds(SOON_MS)}
  group by silences.bucket
),
tallies as (
  select names.bucket,
    turned_on.since is not null as is_on,
    ${[
      ...['requests', 'kms_writes', 'dsse_writes', 'updates_without_flag', 'idle_flags'].map(in0('of_requests')),
      ...['generate_object', 'generate_object_after_on', 'decrypt_object', 'decrypt_new', 'decrypt_old'].map(
        in0('of_object_calls'),
      ),
      ...['decrypt_after_update', 'decrypt_again'].map(in0('of_object_calls')),
      ...['generate_bucket', 'decrypt_bucket'].map(in0('of_bucket_calls')),
      in0('of_requesters')('requesters'),
      'coalesce(of_requesters.besides_most, 0) as besides_requester',
      'coalesce(of_keys.besides_most, 0) as besides_key',
      'coalesce(of_policies.besides_most, 0) as besides_policy',
      in0('of_silences')('after_silence'),
      'least(coalesce(of_requests.dsse_writes, 0), coalesce(of_object_calls.generate_object, 0)) as dsse',
    ].join(',\n    ')}
  from (
    select bucket from of_requests union select bucket from of_object_calls union select bucket from of_bucket_calls
  ) names
${[
  'turned_on',
  'of_requests',
  'of_object_calls',
  'of_bucket_calls',
  'of_requesters',
  'of_keys',
  'of_policies',
  'of_silences',
]
  .map((table) => `    left join ${table} on ${table}.bucket = names.bucket`)
  .join('\n')}
)`;
}

function in0(table: string): (column: string) => string {
  return (column) => `coalesce(${table}.${column}, 0) as ${column}`;
}

function list(names: ReadonlySet<string>): string {
  return [...names].map(quoted).join(', ');
}
