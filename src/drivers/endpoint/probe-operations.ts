import { answerText, CONTENT, type ProbeBench, type Seen, succeeded } from './probe-bench.ts';
import type { ProbedKeys } from './probe-keys.ts';

const RULE = { SSEAlgorithm: 'AES256', BucketKeyEnabled: false } as const;

/** Asks each operation of S3 once, as S3 would carry it out. */
export async function probeOperations(bench: ProbeBench, keys: ProbedKeys): Promise<void> {
  const { full: bucket, empty } = bench;
  const object = { bucket, key: 'a' };
  await bench.operation({ op: 'HeadObject', ...object });
  await bench.operation({ op: 'GetObjectAttributes', ...object, checksum: false }, (seen) =>
    seen.observation.etag == null ? 'there is no ETag in the answer' : undefined,
  );
  await bench.operation({ op: 'CopyObject', source: object, bucket, key: 'b', headers: {} });
  await bench.operation({ op: 'DeleteObject', bucket, key: 'b' });
  await probeUploads(bench);
  await bench.operation({ op: 'PutBucketEncryption', bucket, rules: [RULE] });
  await bench.operation({ op: 'GetBucketEncryption', bucket }, (seen) =>
    seen.observation.rule == null ? 'the answer has no rule' : undefined,
  );
  // The bucket that is lost is an empty one.
  await bench.operation({ op: 'DeleteBucketEncryption', bucket: empty });
  const kmsKeyArn = keys.arns[0] ?? `arn:aws:kms:${bench.endpoint.s3.region}:000000000000:key/no-such-key`;
  await bench.operation({ op: 'UpdateObjectEncryption', ...object, kmsKeyArn });
  await probePolicy(bench, bucket);
  await probeVersions(bench);
  await bench.operation(
    { op: 'DeleteBucket', bucket: `${empty}-2` },
    notAfter(await bench.ask({ op: 'CreateBucket', bucket: `${empty}-2` })),
  );
}

/** What was to be there before. */
function notAfter(before: Seen): () => string | undefined {
  return () => (succeeded(before) ? undefined : `CreateBucket was answered ${answerText(before)}`);
}

async function probeUploads(bench: ProbeBench): Promise<void> {
  const upload = { bucket: bench.full, key: 'm', uploadId: 'u-1' };
  const hasId = ({ text }: Seen) => (text.includes('<UploadId>') ? undefined : 'the answer has no id of an upload');
  if (!(await bench.operation({ op: 'CreateMultipartUpload', headers: {}, ...upload }, hasId))) return;
  await bench.operation({ op: 'UploadPart', ...upload, partNumber: 1, body: CONTENT });
  await bench.operation({ op: 'ListParts', ...upload }, ({ text }) =>
    text.includes('<ListPartsResult') ? undefined : 'the answer is no list of parts',
  );
  await bench.operation({ op: 'CompleteMultipartUpload', ...upload, parts: [1] }, (seen) =>
    seen.observation.etag == null ? 'there is no ETag in the answer' : undefined,
  );
  const other = { ...upload, uploadId: 'u-2' };
  await bench.ask({ op: 'CreateMultipartUpload', headers: {}, ...other });
  await bench.operation({ op: 'UploadPartCopy', source: { bucket: bench.full, key: 'a' }, ...other, partNumber: 1 });
  await bench.operation({ op: 'AbortMultipartUpload', ...other });
}

/** A policy names roles, so these have to be known. */
async function probePolicy(bench: ProbeBench, bucket: string): Promise<void> {
  const { requesters } = bench.endpoint;
  const [{ account, role }] = requesters;
  if (account === undefined || requesters.some((one) => one.role === undefined)) {
    bench.note('PutBucketPolicy', 'no', 'the roles of the requesters are not known: see --credentials');
    return;
  }
  const principal = `arn:aws:iam::${account}:role/${role}`;
  const statements = [{ effect: 'Allow', principal, actions: ['s3:GetObject'] }] as const;
  await bench.operation({ op: 'PutBucketPolicy', bucket, statements });
  await bench.ask({ op: 'PutBucketPolicy', bucket, statements: [] });
}

/** Without ids of versions nothing can be said of them. */
async function probeVersions(bench: ProbeBench): Promise<void> {
  const bucket = `${bench.empty}-v`;
  await bench.ask({ op: 'CreateBucket', bucket });
  const put = await bench.ask({ op: 'PutBucketVersioning', bucket, status: 'Enabled' });
  const seen = await bench.ask({ op: 'PutObject', bucket, key: 'a', body: CONTENT, headers: {} });
  const { versionId } = seen.observation;
  const isKept = succeeded(put) && typeof versionId === 'string';
  bench.noteWhether('PutBucketVersioning', isKept, `${answerText(put)}, and no version id after it`);
}
