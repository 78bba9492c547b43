import { createHash } from 'node:crypto';
import { type EncryptionHeaders, SSE_KEY, type SseAlgorithm } from '../../../model/index.ts';
import { zoneInName } from '../../../model/vocabulary/directory-name.ts';
import { type Capabilities, DRAWN_OBJECT_KEYS, type KeyForm } from '../../../properties/arbitraries/index.ts';
import { runPrefix } from '../../suts/live/run-name.ts';
import { lockedBucketRequest } from '../s3/bucket-request.ts';
import { keyIdOf } from './kms-client.ts';
import { answerText, CONTENT, type ProbeBench, type Seen, succeeded } from './probe-bench.ts';
import type { ProbedKeys } from './probe-keys.ts';
import { zoneOf } from './zone.ts';

const ALGORITHMS: readonly SseAlgorithm[] = ['AES256', 'aws:kms', 'aws:kms:dsse'];

type Features = Pick<
  Capabilities,
  | 'algorithms'
  | 'keyForms'
  | 'extraContext'
  | 'objectKeys'
  | 'blockedEncryptionTypes'
  | 'conditionalRequests'
  | 'ranges'
  | 'checksumMode'
  | 'policyConditions'
  | 'objectLock'
  | 'directoryBuckets'
>;

/** Looks at what requests may say besides. */
export async function probeFeatures(bench: ProbeBench, keys: ProbedKeys): Promise<Features> {
  const { full: bucket } = bench;
  const put = (headers: EncryptionHeaders) => bench.ask({ op: 'PutObject', bucket, key: 'f', body: CONTENT, headers });
  const keyForms: KeyForm[] = [];
  const forms = await formsOf(bench, keys);
  for (const [form, kmsKeyId] of forms) {
    const seen = await put({ sse: 'aws:kms', kmsKeyId });
    if (succeeded(seen)) keyForms.push(form);
    bench.noteWhether(`key named by ${form}`, succeeded(seen), answerText(seen));
  }
  const named = forms.find(([form]) => keyForms.includes(form));
  const key = named === undefined ? {} : { kmsKeyId: named[1] };
  const algorithms = await probeAlgorithms(bench, key, put);
  const context = algorithms.includes('aws:kms')
    ? await put({ sse: 'aws:kms', ...key, context: { team: 'a' } })
    : undefined;
  const extraContext = context !== undefined && succeeded(context);
  bench.noteWhether('encryption context', extraContext, context === undefined ? 'no aws:kms' : answerText(context));
  return {
    algorithms: algorithms.length === 0 ? ['AES256'] : algorithms,
    // A form that nobody could try may well be there.
    ...(keyForms.length > 0 && { keyForms }),
    extraContext,
    objectKeys: await hostileKeys(bench),
    blockedEncryptionTypes: await blockedTypes(bench),
    conditionalRequests: await conditions(bench),
    ranges: await ranges(bench),
    checksumMode: await checksums(bench),
    policyConditions: await policyConditions(bench),
    objectLock: await objectLock(bench),
    directoryBuckets: await directoryBuckets(bench),
  };
}

/** Which algorithms there are: some servers have those of KMS only for who names a key. */
async function probeAlgorithms(
  bench: ProbeBench,
  key: EncryptionHeaders,
  put: (headers: EncryptionHeaders) => Promise<Seen>,
): Promise<SseAlgorithm[]> {
  const algorithms: SseAlgorithm[] = [];
  for (const sse of ALGORITHMS) {
    const bare = await put({ sse });
    const isTriedAgain = !succeeded(bare) && sse !== 'AES256' && key.kmsKeyId !== undefined;
    const seen = isTriedAgain ? await put({ sse, ...key }) : bare;
    const isThere = succeeded(seen);
    if (isThere) algorithms.push(sse);
    const without = isTriedAgain && isThere ? [`without a key ${answerText(bare)}`] : [];
    const notes = [...without, algorithmNote(seen, sse)].filter((note) => note !== '');
    bench.note(`algorithm ${sse}`, isThere ? 'yes' : 'no', notes.join('; '));
  }
  return algorithms;
}

function algorithmNote(seen: Seen, sse: SseAlgorithm): string {
  if (!succeeded(seen)) return answerText(seen);
  const shown = seen.observation.sse ?? null;
  return shown === sse ? '' : `${seen.status}, and the answer shows ${shown ?? 'no encryption'}`;
}

async function formsOf(
  bench: ProbeBench,
  { arns: [arn], kms }: ProbedKeys,
): Promise<readonly (readonly [KeyForm, string])[]> {
  if (arn === undefined) return [];
  const alias = `alias/${runPrefix(bench.endpoint.run)}form`;
  const forms: (readonly [KeyForm, string])[] = [
    ['id', keyIdOf(arn)],
    ['arn', arn],
  ];
  const made = await kms?.ask('CreateAlias', { AliasName: alias, TargetKeyId: keyIdOf(arn) });
  if (made?.status !== 200) return forms;
  return [...forms, ['alias', alias], ['aliasArn', arn.replace(/:key\/.*$/, `:${alias}`)]];
}

/** Each key that careless code stumbles over, written and read back. */
async function hostileKeys(bench: ProbeBench): Promise<'plain' | 'hostile'> {
  const { full: bucket } = bench;
  for (const [place, key] of DRAWN_OBJECT_KEYS.entries()) {
    const text = `content ${place}`;
    const body = { text, md5: '' };
    const put = await bench.ask({ op: 'PutObject', bucket, key, body, headers: {} });
    const got = await bench.ask({ op: 'GetObject', bucket, key });
    if (succeeded(put) && got.text === text) continue;
    const isLost = !succeeded(await bench.ask({ op: 'PutObject', bucket, key: 'a', body: CONTENT, headers: {} }));
    if (isLost) await bench.setUp();
    const problem = `${JSON.stringify(key)}: written ${answerText(put)}, read ${answerText(got)}`;
    bench.note('any object key', isLost ? 'harms' : 'no', problem);
    return 'plain';
  }
  await bench.setUp();
  bench.note('any object key', 'yes');
  return 'hostile';
}

async function blockedTypes(bench: ProbeBench): Promise<boolean> {
  const { full: bucket } = bench;
  if (!bench.can('PutBucketEncryption') || !bench.can('GetBucketEncryption')) return false;
  const rule = { SSEAlgorithm: 'AES256', BucketKeyEnabled: false, BlockedEncryptionTypes: ['SSE-C'] } as const;
  const put = await bench.ask({ op: 'PutBucketEncryption', bucket, rules: [rule] });
  const got = await bench.ask({ op: 'GetBucketEncryption', bucket });
  const isKept = succeeded(put) && got.observation.rule?.BlockedEncryptionTypes?.includes('SSE-C') === true;
  bench.noteWhether('blocked encryption types', isKept, `${answerText(put)}, and not shown`);
  return isKept;
}

async function conditions(bench: ProbeBench): Promise<boolean> {
  const { full: bucket } = bench;
  const put = { op: 'PutObject', bucket, key: 'a', body: CONTENT, headers: {} } as const;
  const write = await bench.ask({ ...put, conditions: { ifNoneMatch: '*' } });
  const read = await bench.ask({ op: 'GetObject', bucket, key: 'a', conditions: { ifMatch: '0'.repeat(32) } });
  const isKnown = write.status === 412 && read.status === 412;
  bench.noteWhether('conditions', isKnown, `${answerText(write)} and ${answerText(read)} for 412`);
  return isKnown;
}

async function ranges(bench: ProbeBench): Promise<boolean> {
  const object = { bucket: bench.full, key: 'a' };
  const range = await bench.ask({ op: 'GetObject', ...object, range: 'bytes=0-0' });
  const part = await bench.ask({ op: 'GetObject', ...object, partNumber: 1 });
  const isKnown = range.status === 206 && part.status === 206;
  bench.noteWhether('ranges and part numbers', isKnown, `${answerText(range)} and ${answerText(part)} for 206`);
  return isKnown;
}

/** Who shows a checksum knows the header that asks for it. */
async function checksums(bench: ProbeBench): Promise<boolean> {
  const { full: bucket } = bench;
  const checksum = createHash('sha256').update(CONTENT.text).digest('base64');
  const headers = { 'x-amz-checksum-sha256': checksum };
  await bench.send({ method: 'PUT', path: `/${bucket}/checked`, headers, body: CONTENT.text });
  const seen = await bench.ask({ op: 'HeadObject', bucket, key: 'checked', checksumMode: true });
  const isKnown = succeeded(seen) && Object.keys(seen.headers).some((name) => name.startsWith('x-amz-checksum-'));
  bench.noteWhether('checksums', isKnown, `${answerText(seen)}, and none is shown`);
  return isKnown;
}

/** A policy that refuses writes without a header refuses those, and no others. */
async function policyConditions(bench: ProbeBench): Promise<boolean> {
  const { full: bucket } = bench;
  if (!bench.can('PutBucketPolicy')) return false;
  const condition = { Null: { [SSE_KEY]: 'true' } };
  const statement = { effect: 'Deny', principal: '*', actions: ['s3:PutObject'], condition } as const;
  await bench.ask({ op: 'PutBucketPolicy', bucket, statements: [statement] });
  const put = { op: 'PutObject', bucket, key: 'p', body: CONTENT } as const;
  const without = await bench.ask({ ...put, headers: {} });
  const withIt = await bench.ask({ ...put, headers: { sse: 'AES256' } });
  await bench.ask({ op: 'PutBucketPolicy', bucket, statements: [] });
  const isKnown = without.status === 403 && succeeded(withIt);
  bench.noteWhether(
    'conditions of policies',
    isKnown,
    `${answerText(without)} and ${answerText(withIt)} for 403 and 200`,
  );
  return isKnown;
}

/** A version that is written under a legal hold is not removed (F-188). */
async function objectLock(bench: ProbeBench): Promise<boolean> {
  if (!bench.can('PutBucketVersioning')) return false;
  const bucket = `${bench.empty}-l`;
  const made = await bench.send(lockedBucketRequest(bucket, bench.endpoint.s3.region));
  const put = await bench.ask({ op: 'PutObject', bucket, key: 'a', body: CONTENT, headers: {}, legalHold: true });
  const versionId = put.observation.versionId ?? '';
  const removed = versionId === '' ? put : await bench.ask({ op: 'DeleteObject', bucket, key: 'a', versionId });
  const isKnown = succeeded(made) && succeeded(put) && removed.status === 403;
  bench.noteWhether('Object Lock', isKnown, `${[made, put, removed].map(answerText).join(', ')} for 200, 200 and 403`);
  return isKnown;
}

/**
 * A directory bucket is made, and its objects are asked for in a session (F-201, F-202), without which it may be a
 * bucket of the other kind under such a name. Its policy has the actions that the model has words for.
 */
async function directoryBuckets(bench: ProbeBench): Promise<boolean> {
  const { region } = bench.endpoint.s3;
  const bucket = `${bench.empty}--${zoneOf(region)}--x-s3`;
  const object = { bucket, key: 'a' };
  const no = (why: string): boolean => {
    bench.note('directory buckets', 'no', why);
    return false;
  };
  if (zoneInName(bucket) === undefined) return no(`no zone of the region ${region} can be named`);
  const made = await bench.ask({ op: 'CreateBucket', bucket });
  if (!succeeded(made)) return no(`CreateBucket was answered ${answerText(made)}`);
  const put = await bench.ask({ op: 'PutObject', ...object, body: CONTENT, headers: {} });
  const got = await bench.ask({ op: 'GetObject', ...object });
  if (!succeeded(put) || got.observation.contentMd5 !== CONTENT.md5)
    return no(`an object was written ${answerText(put)}, and read ${answerText(got)}`);
  if (bench.can('PutBucketPolicy')) {
    const statements = [{ effect: 'Deny', principal: '*', actions: ['s3:GetObject'] }] as const;
    const policy = await bench.ask({ op: 'PutBucketPolicy', bucket, statements });
    if (!succeeded(policy)) return no(`a policy with an action of S3 was answered ${answerText(policy)}`);
  }
  bench.note('directory buckets', 'yes');
  return true;
}
