import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { kmsRecord, s3Record, service, UNDER_KMS, user } from '../../src/cloudtrail/testing/records.ts';
import { quoted } from '../../src/why/sql/dialect.ts';
import { whyQueries } from '../../src/why/sql/why-sql.ts';
import { trailOf, WORLDS } from '../../src/why/testing/planted-causes.ts';
import { whyTrail } from '../../src/why/why-trail.ts';

const folder = mkdtempSync(join(tmpdir(), 'bucketkey-duckdb-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Row = Readonly<Record<string, unknown>>;

function run(statements: readonly string[]): readonly (readonly Row[])[] {
  const { stdout, stderr, status } = spawnSync('node', [join(import.meta.dirname, 'query.mjs')], {
    input: JSON.stringify(statements),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What the queries answer, in the words of the report. */
function answered(rows: readonly (readonly Row[])[]) {
  const [causes = [], groups = [], buckets = []] = rows.slice(-3);
  return {
    causes: sorted(
      causes.map(({ cause, calls, share, buckets: of }) => [cause, Number(calls), rounded(share), Number(of)]),
    ),
    groups: sorted(groups.map((one) => ({ ...one, calls: Number(one.calls), denied: Number(one.denied) }))),
    buckets: sorted(
      buckets.map(({ bucket, requests, bucket_calls, object_calls, reuse }) => [
        bucket,
        Number(requests),
        Number(bucket_calls),
        Number(object_calls),
        rounded(reuse),
      ]),
    ),
  };
}

async function expected(records: readonly object[]) {
  const { diagnoses, groups, buckets } = await whyTrail(
    [{ name: 'log', bytes: Readable.from([Buffer.from(JSON.stringify({ Records: records }))]) }],
    {},
  );
  return {
    causes: sorted(diagnoses.map(({ id, calls, share, buckets: of }) => [id, calls, rounded(share), of.length])),
    groups: sorted(
      groups.map(
        ({ bucket = null, account = null, keyArn = null, requester, operation, context, billed, calls, denied }) => ({
          bucket,
          requester,
          account,
          operation,
          key_arn: keyArn,
          context,
          billed,
          calls,
          denied,
        }),
      ),
    ),
    buckets: sorted(
      buckets.map((one) => [one.bucket, one.requests, one.bucketCalls, one.objectCalls, rounded(one.reuse)]),
    ),
  };
}

function rounded(share: unknown): number | null {
  return share === null || share === undefined ? null : Math.round(Number(share) * 1e6) / 1e6;
}

function sorted<T>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

let files = 0;

function written(text: string): string {
  const path = join(folder, `${++files}.json.gz`);
  writeFileSync(path, gzipSync(text));
  return path;
}

/** A table as the one of which Athena's guide says how to create it, and Athena's functions by those of DuckDB. */
function athenaTable(records: readonly object[]): readonly string[] {
  const json = (value: unknown) => (value === null || value === undefined ? undefined : JSON.stringify(value));
  const rows = records.map((record) => {
    const { requestParameters, responseElements, ...rest } = record as Record<string, unknown>;
    return JSON.stringify({
      ...(lowered(rest) as object),
      requestparameters: json(requestParameters),
      responseelements: json(responseElements),
    });
  });
  const issuer = 'struct(type varchar, principalid varchar, arn varchar, accountid varchar, username varchar)';
  const identity =
    'struct(type varchar, principalid varchar, arn varchar, accountid varchar, invokedby varchar, ' +
    `accesskeyid varchar, username varchar, sessioncontext struct(sessionissuer ${issuer}))`;
  const texts = ['eventtime', 'eventsource', 'eventname', 'errorcode', 'eventid', 'sharedeventid'];
  const columns = [
    ...[...texts, 'requestparameters', 'responseelements'].map((name) => `${name}: 'varchar'`),
    `useridentity: '${identity}'`,
    "resources: 'struct(arn varchar, accountid varchar, type varchar)[]'",
  ];
  return [
    "set lambda_syntax = 'ENABLE_SINGLE_ARROW'",
    'create macro to_unixtime(moment) as epoch(moment)',
    'create macro from_iso8601_timestamp(moment) as cast(moment as timestamptz)',
    `create macro json_extract_scalar(json, path) as
       json_extract_string(json, regexp_replace(path, '\\["([^"]*)"\\]', '."\\1"', 'g'))`,
    'create macro element_at(items, place) as list_extract(items, place)',
    `create table cloudtrail_logs as select * from read_json(${quoted(written(rows.join('\n')))},
       format = 'newline_delimited', columns = {${columns.join(', ')}})`,
  ];
}

/** Athena folds the names of columns and of fields of structs to lower case. */
function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name.toLowerCase(), lowered(part)]));
}

function queries(engine: 'duckdb' | 'athena', from: string): readonly string[] {
  const { causes, groups, buckets } = whyQueries(engine, from);
  return [causes, groups, buckets];
}

const alice = user('alice');
const OBJECT = 'arn:aws:s3:::logs/a';
const twice = kmsRecord('03:00:00', 'Decrypt', alice, OBJECT);
const shared = { ...kmsRecord('03:00:01', 'Decrypt', alice, OBJECT), sharedEventID: 's' };

const FIXTURES: readonly (readonly [what: string, records: () => Promise<readonly object[]>])[] = [
  ...WORLDS.map(([id, , world, minute]) => [id, () => trailOf(world(), minute)] as const),
  ['WHY-1 with copies', () => trailOf(WORLDS[1]![2](), 30, 2, { lost: 0, twice: 0.3, disorder: 0 })],
  [
    'records of few kinds',
    async () => [
      kmsRecord('03:00:00', 'GenerateDataKey', alice, 'arn:aws:s3:::logs'),
      s3Record('03:00:02', 'UpdateObjectEncryption', alice, 'logs', 'a'),
      ...['03:01:00', '03:02:00', '03:03:00'].map((at) => kmsRecord(at, 'Decrypt', alice, OBJECT)),
      ...['03:04:00', '03:05:00'].map((at) => kmsRecord(at, 'Decrypt', alice, undefined)),
      kmsRecord('03:06:00', 'GenerateDataKey', {}, OBJECT, { userIdentity: service('cloudtrail.amazonaws.com') }),
      kmsRecord('03:07:00', 'DescribeKey', alice, undefined),
      s3Record('03:08:00', 'PutBucketEncryption', alice, 'idle', '', {
        asked: {
          ServerSideEncryptionConfiguration: {
            Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true },
          },
        },
      }),
    ],
  ],
  ['no KMS event', async () => [s3Record('03:00:00', 'PutObject', alice, 'logs', 'a', { answered: UNDER_KMS })]],
  ['each record twice', async () => [twice, twice, shared, { ...shared, eventID: 'other' }]],
];

describe.each(FIXTURES)('%s', (_what, records) => {
  test('DuckDB counts as `why` does', async () => {
    const all = await records();
    const path = written(JSON.stringify({ Records: all }));
    expect(answered(run(queries('duckdb', path)))).toEqual(await expected(all));
  });

  test('and so do the queries for Athena, with its functions told in those of DuckDB', async () => {
    const all = await records();
    const rows = run([...athenaTable(all), ...queries('athena', 'cloudtrail_logs')]);
    expect(answered(rows)).toEqual(await expected(all));
  });
});

test('NDJSON and log files together, by a glob', async () => {
  const records = [twice, shared];
  writeFileSync(join(folder, 'glob-1.json'), JSON.stringify({ Records: [twice] }));
  writeFileSync(join(folder, 'glob-2.json'), `${JSON.stringify(shared)}\n`);
  expect(answered(run(queries('duckdb', join(folder, 'glob-*.json'))))).toEqual(await expected(records));
});
