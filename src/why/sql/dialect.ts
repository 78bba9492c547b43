/** What differs between the engines that run the queries. */
export interface Dialect {
  /** Selects the records of CloudTrail, with the columns that all queries are told in. */
  records(from: string): string;
  /** The text at a path in a column that holds JSON; null where there is none. A number counts the items of a list. */
  text(column: string, ...path: readonly (string | number)[]): string;
}

/** The engines by the names of the command line. */
export const DIALECTS = {
  duckdb: {
    records: (files) => `
    select
      cast(epoch(cast(record->>'$.eventTime' as timestamptz)) as bigint) as at_s,
      split_part(record->>'$.eventSource', '.', 1) as source,
      record->>'$.eventName' as name,
      nullif(record->>'$.errorCode', '') as error,
      record->>'$.eventID' as event_id,
      record->>'$.sharedEventID' as shared_id,
      record->>'$.userIdentity.type' as type,
      record->>'$.userIdentity.principalId' as principal_id,
      record->>'$.userIdentity.accountId' as account,
      record->>'$.userIdentity.arn' as caller_arn,
      record->>'$.userIdentity.userName' as user_name,
      record->>'$.userIdentity.invokedBy' as invoked_by,
      record->>'$.userIdentity.sessionContext.sessionIssuer.principalId' as issuer_id,
      record->>'$.userIdentity.sessionContext.sessionIssuer.userName' as issuer_name,
      record->'$.requestParameters' as request,
      record->'$.responseElements' as response,
      ${duckdbResource('AWS::KMS::Key')} as resource_key,
      ${duckdbResource('AWS::S3::Bucket')} as resource_bucket
    from (
      -- Log files have their records in a list; NDJSON has one a line.
      select unnest(coalesce(Records, [json])) as record
      from (
        select json, cast(json->'$.Records' as json[]) as Records
        from read_json_objects(${quoted(files)}, maximum_object_size = 268435456)
      )
    )`,
    text: (column, ...path) => {
      const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `."${step}"`));
      return `json_extract_string(${column}, '$${steps.join('')}')`;
    },
  },
  athena: {
    records: (table) => `
    select
      cast(to_unixtime(from_iso8601_timestamp(eventtime)) as bigint) as at_s,
      split_part(eventsource, '.', 1) as source,
      eventname as name,
      nullif(errorcode, '') as error,
      eventid as event_id,
      sharedeventid as shared_id,
      useridentity.type as type,
      useridentity.principalid as principal_id,
      useridentity.accountid as account,
      useridentity.arn as caller_arn,
      useridentity.username as user_name,
      useridentity.invokedby as invoked_by,
      useridentity.sessioncontext.sessionissuer.principalid as issuer_id,
      useridentity.sessioncontext.sessionissuer.username as issuer_name,
      requestparameters as request,
      responseelements as response,
      element_at(filter(resources, one -> one.type = 'AWS::KMS::Key'), 1).arn as resource_key,
      element_at(filter(resources, one -> one.type = 'AWS::S3::Bucket'), 1).arn as resource_bucket
    from ${table}
    -- Name the partitions here that are meant: what is not read costs nothing.`,
    text: (column, ...path) => {
      const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `["${step}"]`));
      return `json_extract_scalar(${column}, '$${steps.join('')}')`;
    },
  },
} satisfies Readonly<Record<string, Dialect>>;

function duckdbResource(type: string): string {
  return `list_filter(cast(record->'$.resources' as json[]), lambda one: one->>'$.type' = '${type}')[1]->>'$.ARN'`;
}

/** A text as a literal of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
