import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bucketkey, ownFolder, usageErrorOf } from './testing/harness.ts';

const CONTEXT = 'kms:EncryptionContext:aws:s3:arn';
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/k1';

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

async function affected(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(ownFolder(), name), text);
  return bucketkey(['affected', ...Object.keys(files), ...options]);
}

/** One screen of a terminal. */
function expectOneScreen(text: string): void {
  expect(text.split('\n').length).toBeLessThanOrEqual(24);
}

describe('the resources of a statement', () => {
  const TRAPPED = {
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: { StringLike: { [CONTEXT]: 'arn:aws:s3:::landing/*' } },
  };
  const FREE = { Effect: 'Allow', Action: 'kms:*' };
  const OTHER = KEY.replace('k1', 'k2');

  test.each<[string, number, object[]]>([
    [
      'another key is allowed whole: that helps this one nothing',
      1,
      [
        { ...TRAPPED, Resource: KEY },
        { ...FREE, Resource: OTHER },
      ],
    ],
    [
      'all keys are allowed whole',
      0,
      [
        { ...TRAPPED, Resource: KEY },
        { ...FREE, Resource: '*' },
      ],
    ],
    [
      'this key is allowed whole, by a pattern',
      0,
      [
        { ...TRAPPED, Resource: KEY },
        { ...FREE, Resource: `${KEY.slice(0, -1)}*` },
      ],
    ],
    [
      'all but this key',
      1,
      [
        { ...TRAPPED, Resource: KEY },
        { ...FREE, NotResource: KEY },
      ],
    ],
    [
      'all but another one',
      0,
      [
        { ...TRAPPED, Resource: KEY },
        { ...FREE, NotResource: OTHER },
      ],
    ],
    [
      'all actions on the bucket are none on a key',
      1,
      [
        { ...TRAPPED, Resource: KEY },
        { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::landing/*' },
      ],
    ],
    [
      'a denial for another key',
      0,
      [
        { ...FREE, Resource: KEY },
        { ...TRAPPED, Effect: 'Deny', Resource: OTHER },
      ],
    ],
    [
      'a denial for this key',
      1,
      [
        { ...FREE, Resource: KEY },
        { ...TRAPPED, Effect: 'Deny', Resource: KEY },
      ],
    ],
    [
      'a condition on all keys but one',
      1,
      [
        { ...TRAPPED, Resource: '*' },
        { ...FREE, Resource: KEY },
      ],
    ],
  ])('%s', async (_what, code, statements) => {
    expect((await affected({ 'role.json': policy(...statements) })).code).toBe(code);
  });
});

describe('a condition that names objects only', () => {
  test('SC-01: a role pinned to one object cannot decrypt once the bucket has bucket keys', async () => {
    const { code, out } = await affected({
      'scim-sync.json': policy({
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: KEY,
        Condition: { StringEquals: { [CONTEXT]: 'arn:aws:s3:::state/data/state.json' } },
      }),
    });
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "With bucket keys on KMS refuses 1 requester (state).

      scim-sync.json: writes and reads in state (kms:GenerateDataKey, kms:Decrypt). off: allowed; on:
      refused.
          The context is arn:aws:s3:::state/data/state.json without a bucket key, arn:aws:s3:::state with
          one (F-88).
          By scim-sync.json, statement 1: StringEquals kms:EncryptionContext:aws:s3:arn
          ["arn:aws:s3:::state/data/state.json"].
          Change: StringEquals kms:EncryptionContext:aws:s3:arn ["arn:aws:s3:::state/data/state.json",
          "arn:aws:s3:::state"] serves both.

      - Refused is what makes S3 ask KMS; who has a bucket key cached goes on until it is over.
      - With bucket keys KMS cannot tell objects apart: who may have which is for S3 to say.
      1 requester looked at.
      "
    `);
    expectOneScreen(out);
  });

  test('SC-03: a delivery role conditioned on bucket/* cannot deliver', async () => {
    const { code, out } = await affected({
      'firehose-role.json': policy({
        Sid: 'Deliver',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: KEY,
        Condition: {
          StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
          StringLike: { [CONTEXT]: 'arn:aws:s3:::landing/*' },
        },
      }),
    });
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "With bucket keys on KMS refuses 1 requester (landing).

      firehose-role.json: writes and reads in landing (kms:GenerateDataKey, kms:Decrypt). off: allowed;
      on: refused.
          The context is arn:aws:s3:::landing/object without a bucket key, arn:aws:s3:::landing with one
          (F-88).
          By firehose-role.json, statement Deliver: StringLike kms:EncryptionContext:aws:s3:arn
          ["arn:aws:s3:::landing/*"].
          Change: StringLike kms:EncryptionContext:aws:s3:arn ["arn:aws:s3:::landing/*",
          "arn:aws:s3:::landing"] serves both.

      - Refused is what makes S3 ask KMS; who has a bucket key cached goes on until it is over.
      - With bucket keys KMS cannot tell objects apart: who may have which is for S3 to say.
      1 requester looked at.
      "
    `);
    expectOneScreen(out);
  });

  test('SC-04: nothing that is written after the switch is replicated', async () => {
    const { code, out } = await affected({
      'replication-role.json': policy(
        { Effect: 'Allow', Action: ['s3:ReplicateObject', 's3:ReplicateDelete'], Resource: 'arn:aws:s3:::backup/*' },
        {
          Sid: 'Source',
          Effect: 'Allow',
          Action: 'kms:Decrypt',
          Resource: KEY,
          Condition: { StringLike: { [CONTEXT]: 'arn:aws:s3:::state/*' } },
        },
        {
          Sid: 'Destination',
          Effect: 'Allow',
          Action: 'kms:Encrypt',
          Resource: KEY,
          Condition: { StringLike: { [CONTEXT]: 'arn:aws:s3:::backup/*' } },
        },
      ),
    });
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "With bucket keys on KMS refuses 1 requester (state, backup).

      replication-role.json: replication of objects written after the switch from state (kms:Decrypt).
      off: allowed; on: refused.
          The context is arn:aws:s3:::state/object without a bucket key, arn:aws:s3:::state with one
          (F-88).
          By replication-role.json, statement Source: StringLike kms:EncryptionContext:aws:s3:arn
          ["arn:aws:s3:::state/*"].
          Change: StringLike kms:EncryptionContext:aws:s3:arn ["arn:aws:s3:::state/*",
          "arn:aws:s3:::state"] serves both.

      replication-role.json: replication of objects written after the switch into backup (kms:Encrypt).
      off: allowed; on: refused.
          The context is arn:aws:s3:::backup/object without a bucket key, arn:aws:s3:::backup with one
          (F-88).
          By replication-role.json, statement Destination: StringLike kms:EncryptionContext:aws:s3:arn
          ["arn:aws:s3:::backup/*"].
          Change: StringLike kms:EncryptionContext:aws:s3:arn ["arn:aws:s3:::backup/*",
          "arn:aws:s3:::backup"] serves both.

      - Refused is what makes S3 ask KMS; who has a bucket key cached goes on until it is over.
      - With bucket keys KMS cannot tell objects apart: who may have which is for S3 to say.
      1 requester looked at.
      "
    `);
    expectOneScreen(out);
  });
});

test('the condition that is proposed serves both, and nobody is refused', async () => {
  const { code, out } = await affected({
    'role.json': policy({
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: '*',
      Condition: { StringLike: { [CONTEXT]: ['arn:aws:s3:::landing/*', 'arn:aws:s3:::landing'] } },
    }),
  });
  expect([code, out]).toEqual([
    0,
    'Nobody is refused by these policies when the flag is switched (landing).\n\n1 requester looked at.\n',
  ]);
});

test('a denial of all but objects, a star in StringEquals, and a bucket alone are told each', async () => {
  const root = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111111111111:root' },
    Action: 'kms:*',
    Resource: '*',
  };
  const all = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
  const { code, out } = await affected(
    {
      'key.json': JSON.stringify({
        Policy: policy(root, {
          Sid: 'ObjectsOnly',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringNotLike: { [CONTEXT]: 'arn:aws:s3:::a/*' } },
        }),
      }),
      'reader.json': policy(all),
      'star.json': policy({
        ...all,
        Action: 'kms:GenerateDataKey',
        Condition: { StringEquals: { [CONTEXT]: 'arn:aws:s3:::a/*' } },
      }),
      'bucket-only.json': policy({
        ...all,
        Action: 'kms:GenerateDataKey',
        Condition: { StringEquals: { [CONTEXT]: 'arn:aws:s3:::a' } },
      }),
    },
    '--output',
    'json',
  );
  expect(code).toBe(1);
  const { findings } = JSON.parse(out);
  const of = (subject: string) => findings.filter((one: { subject: string }) => one.subject === subject);
  expect(of('reader.json')).toMatchObject([
    { change: 'refused when on', statement: 'ObjectsOnly', fix: { values: ['arn:aws:s3:::a/*', 'arn:aws:s3:::a'] } },
  ]);
  expect(of('star.json')[0]).toMatchObject({
    change: 'refused either way',
    fix: { operator: 'StringLike', values: ['arn:aws:s3:::a/*', 'arn:aws:s3:::a'] },
  });
  expect(of('bucket-only.json')[0]).toMatchObject({
    change: 'refused when off',
    fix: { operator: 'StringLike', values: ['arn:aws:s3:::a', 'arn:aws:s3:::a/*'] },
  });
});

test('a writer that cannot decrypt may be refused (SC-08)', async () => {
  const { code, out } = await affected(
    { 'writer.json': policy({ Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: '*' }) },
    '--bucket',
    'b',
  );
  expect(code).toBe(0);
  expect(out).toContain('a write may decrypt the bucket key as well (F-142, U-08)');
});

describe('other files', () => {
  const plan = JSON.stringify({
    format_version: '1.2',
    resource_changes: [
      change('aws_iam_role_policy.app', 'aws_iam_role_policy', {
        role: 'app',
        policy: policy({
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Condition: { ArnLike: { [CONTEXT]: 'arn:aws:s3:::data/*' } },
        }),
      }),
      {
        ...change(
          'aws_s3_bucket_server_side_encryption_configuration.data',
          'aws_s3_bucket_server_side_encryption_configuration',
          {
            bucket: 'data',
            rule: [{ bucket_key_enabled: true }],
          },
        ),
      },
      change('aws_s3_object.seed', 'aws_s3_object', { bucket: 'data', server_side_encryption: 'AES256' }),
    ],
  });

  function change(address: string, type: string, after: object): object {
    return { address, type, change: { actions: ['create'], before: null, after } };
  }

  test('a plan of Terraform tells the role, the flag and writers of their own', async () => {
    const { code, out } = await affected({ 'plan.json': plan });
    expect(code).toBe(1);
    expect(out).toContain(
      'app: writes and reads in data (kms:GenerateDataKey, kms:Decrypt). off: allowed; on: refused.',
    );
    expect(out).toContain('data: the flag goes from nothing to on.');
    expect(out).toContain('server_side_encryption = AES256: the default');
  });

  test('an inventory tells how many objects keep their own keys', async () => {
    const rows = '"data","a,b","DISABLED"\n"data","c","ENABLED"\n"data","d","DISABLED"\n';
    const schema = ['--inventory-schema', 'Bucket, Key, BucketKeyStatus'];
    const { out } = await affected({ 'plan.json': plan, 'inventory.csv': rows }, ...schema);
    expect(out).toContain('data: 2 of 3 objects have no bucket key');
    expect(await usageErrorOf('affected', 'inventory.csv')).toContain('--inventory-schema');
  });

  test('findings go to SARIF and to the summary of a step', async () => {
    const { code } = await affected({ 'plan.json': plan }, '--sarif', 'out.sarif');
    expect(code).toBe(1);
    const log = JSON.parse(await readFile(join(ownFolder(), 'out.sarif'), 'utf8'));
    expect(log.runs[0].results[0]).toMatchObject({
      ruleId: 'context-names-objects-only',
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'plan.json' } } }],
    });
  });

  test('a bucket policy that demands headers is told', async () => {
    const demand = {
      Sid: 'Encrypted',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::data/*',
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    };
    const { out } = await affected({ 'bucket.json': policy(demand), 'plan.json': plan });
    expect(out).toContain('statement Encrypted asks for s3:x-amz-server-side-encryption');
  });
});

test.each([
  ['[]', 3, 'neither a policy nor a plan'],
  ['{"Statement":[{"Effect":"Maybe"}]}', 3, 'Effect is neither Allow nor Deny'],
  ['{"Statement":[{"Effect":"Allow","Action":{"a":1}}]}', 3, 'Action is not a text'],
  ['{"__proto__":{"Statement":[]},"Policy":"{"}', 3, 'not valid JSON'],
])('what is no policy is left out, and said: %s', async (text, expected, told) => {
  const { code, out } = await affected({ 'a.json': text });
  expect(code).toBe(expected);
  expect(out).toContain(told);
});

test('what is no JSON, or nests without end, is an error', async () => {
  await writeFile(join(ownFolder(), 'a.json'), '{');
  expect(await usageErrorOf('affected', 'a.json')).toContain('not valid JSON');
  await writeFile(join(ownFolder(), 'b.json'), '['.repeat(100_000));
  expect(await usageErrorOf('affected', 'b.json')).toContain('nested deeper');
  expect(await usageErrorOf('affected', 'c.json')).toContain('no such file');
});
