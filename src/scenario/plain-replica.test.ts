import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { plainReplica, runPlainReplica } from './plain-replica.ts';
import { failing, valuesOf } from './testing/values.ts';

const KMS_SAME = 'aws:kms under replica-key, same ETag';
const KEYED_SAME = 'aws:kms under replica-key with bucket key, same ETag';

test('replicas keep type, flag and ETag; those of unencrypted sources take the default of their bucket', async () => {
  const result = await plainReplica.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['PLAIN into SSE-S3 default', 'AES256, same ETag'],
    ['PLAIN into SSE-KMS default', 'aws:kms under default-key, another ETag'],
    ['PLAIN into SSE-KMS default with bucket keys', 'aws:kms under default-key with bucket key, another ETag'],
    ['SSE-S3 into SSE-S3 default', 'AES256, same ETag'],
    ['SSE-S3 into SSE-KMS default', 'AES256, same ETag'],
    ['SSE-S3 into SSE-KMS default with bucket keys', 'AES256, same ETag'],
    ['SSE-KMS into SSE-S3 default', KMS_SAME],
    ['SSE-KMS into SSE-KMS default', KMS_SAME],
    ['SSE-KMS into SSE-KMS default with bucket keys', KMS_SAME],
    ['SSE-KMS with bucket key into SSE-S3 default', KEYED_SAME],
    ['SSE-KMS with bucket key into SSE-KMS default', KEYED_SAME],
    ['SSE-KMS with bucket key into SSE-KMS default with bucket keys', KEYED_SAME],
    ['replicas with another ETag than their source', 2],
    ['oracle verdict on the run, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference whose SSE-S3 replicas take the default of the destination differs', async () => {
  const { replication } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    replication: {
      ...replication,
      replicaEncryption: (source, rule, destinationRule, resolve) =>
        source.algorithm === 'AES256'
          ? resolve({}, destinationRule)
          : replication.replicaEncryption(source, rule, destinationRule, resolve),
    },
  };
  const result = await runPlainReplica({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toEqual([
    'SSE-S3 into SSE-KMS default',
    'SSE-S3 into SSE-KMS default with bucket keys',
    'oracle verdict on the run, profile ideal',
  ]);
});

test('a reference that draws a new ETag for every replica differs', async () => {
  const { replication } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    replication: { ...replication, replicaEtag: (_source, fresh) => fresh() },
  };
  const result = await runPlainReplica({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toContain('replicas with another ETag than their source');
});
