import { describe, expect, test } from 'vitest';
import { type Event, kmsKeyArn, type Observation, type ObservedKmsCall } from '../../model/index.ts';
import {
  begin,
  complete,
  encrypt,
  get,
  head,
  part,
  put,
  remove,
  replication,
  versioning,
} from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { homeKey, OTHER_ACCOUNT, RULES, TEST_BODY } from '../../model/testing/scene.ts';
import {
  call,
  OracleRun,
  read,
  seen,
  seenRefusal,
  TAG,
  TAG2,
  unseenKms,
  wroteBk,
  wroteKms,
  wroteS3,
} from './testing/oracle-run.ts';
import type { Violation } from './verdict.ts';

const ok = seen(200);
const NO_BUCKET_KEY = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false } as const;
const ofObject = wroteKms('K1', TAG2);
const ofBucket = wroteBk('K1', TAG);

/** `b/s3` is encrypted by S3 alone, `b/k` under K1, `b/o` with a bucket key, which ann has and bob has not. */
function scene(): OracleRun {
  return new OracleRun(IDEAL)
    .given('ann', put('b/s3'), wroteS3())
    .given('ann', put('b/k', NO_BUCKET_KEY), { ...ofObject, kmsCalls: [call('GenerateDataKey', 'ann', 'b/k')] })
    .given('ann', encrypt('b', RULES.B2), ok)
    .wait(AWS.ruleDelayMs)
    .given('ann', put('b/o'), { ...ofBucket, kmsCalls: [call('GenerateDataKey', 'ann', 'b')] });
}

function told(trial: OracleRun, by: string, event: Event, observation: Observation): Violation {
  expect(trial.see(by, event, observation)).toBe('violates');
  if (trial.oracle.violation === undefined) throw new Error('violates without a violation');
  return trial.oracle.violation;
}

type Row = readonly [reason: string, requirements: readonly string[], by: string, event: Event, seen: Observation];

/** What bob's first read of `b/o` shows with these calls in place of his one Decrypt about the bucket. */
function readWith(...kmsCalls: readonly ObservedKmsCall[]): readonly [string, Event, Observation] {
  return ['bob', get('b/o'), { ...unseenKms(read(ofBucket)), kmsCalls }];
}

const decrypt = call('Decrypt', 'bob', 'b');
const BOB = 'bob read b/o at 15 min, but KMS was asked for';

const CALLS: readonly Row[] = [
  [
    'ann read b/o at 15 min, but KMS was asked for Decrypt, where no call is due',
    ['F-103', 'K-05', 'K-07'],
    'ann',
    get('b/o'),
    read(ofBucket, call('Decrypt', 'ann', 'b')),
  ],
  [
    'bob read b/o at 15 min, but KMS was not asked for Decrypt under …:key/K1 by bob for arn:aws:s3:::b',
    ['F-97'],
    ...readWith(),
  ],
  [
    'bob read b/k at 15 min, but KMS was not asked for Decrypt under …:key/K1 by bob for arn:aws:s3:::b/k',
    ['K-06'],
    'bob',
    get('b/k'),
    read(ofObject),
  ],
  [
    'bob wrote b/n at 15 min, but KMS was not asked for GenerateDataKey under …:key/K1 by bob for arn:aws:s3:::b/n',
    ['K-02'],
    'bob',
    put('b/n', NO_BUCKET_KEY),
    ofObject,
  ],
  // How KMS answered nobody saw, and so nothing is told of it.
  [
    `${BOB} GenerateDataKey, where Decrypt is due`,
    ['K-13'],
    ...readWith({ operation: 'GenerateDataKey', keyArn: homeKey('K1') }),
  ],
  [`${BOB} GenerateDataKey, where Decrypt is due`, ['K-13'], ...readWith(call('GenerateDataKey', 'bob', 'b'))],
  [`${BOB} Decrypt and Decrypt, where Decrypt is due`, ['K-13'], ...readWith(decrypt, decrypt)],
  [`${BOB} Decrypt by ann instead of bob`, ['F-100'], ...readWith({ ...decrypt, by: 'ann' })],
  [
    `${BOB} Decrypt under …:key/K2 instead of …:key/K1`,
    ['F-24'],
    ...readWith({ operation: 'Decrypt', keyArn: homeKey('K2') }),
  ],
  [
    `${BOB} Decrypt under ${kmsKeyArn(OTHER_ACCOUNT, 'K1')} instead of ${homeKey('K1')}`,
    ['F-24'],
    ...readWith({ ...decrypt, keyArn: kmsKeyArn(OTHER_ACCOUNT, 'K1') }),
  ],
  [
    `${BOB} Decrypt for aws:s3:arn=arn:aws:s3:::b/o, a=x instead of aws:s3:arn=arn:aws:s3:::b`,
    ['F-88'],
    ...readWith(call('Decrypt', 'bob', 'b/o', { pairs: { a: 'x' } })),
  ],
  [
    `${BOB} Decrypt for aws:s3:arn=arn:aws:s3:::b/o instead of aws:s3:arn=arn:aws:s3:::b`,
    ['F-88'],
    ...readWith({
      operation: 'Decrypt',
      keyArn: homeKey('K1'),
      context: call('Decrypt', 'bob', 'b/o').context,
    }),
  ],
  [
    `${BOB} Decrypt and answered DisabledException instead of ok`,
    ['F-117'],
    ...readWith({ ...decrypt, result: 'DisabledException' }),
  ],
  [
    `${BOB} Decrypt under …:key/K2 instead of …:key/K1, for aws:s3:arn=arn:aws:s3:::b/o instead of ` +
      'aws:s3:arn=arn:aws:s3:::b, by ann instead of bob, and answered DisabledException instead of ok',
    ['F-100'],
    ...readWith(call('Decrypt', 'ann', 'b/o', { key: 'K2', result: 'DisabledException' })),
  ],
];

const ANN = 'ann read b/o at 15 min, but';

const PARTS: readonly Row[] = [
  ['ann read b/s3 at 15 min, but sse must be AES256, not aws:kms', ['F-22'], ...readBack('b/s3', { sse: 'aws:kms' })],
  [
    `${ANN} encryption headers missing from the answer; sse must be aws:kms, not absent; ` +
      `kmsKeyArn must be ${homeKey('K1')}, not absent; bucketKeyEnabled must be true, not absent`,
    ['F-22', 'F-24', 'F-23'],
    ...readBack('b/o', { sse: null, kmsKeyArn: null, bucketKeyEnabled: null }),
  ],
  [
    `${ANN} bucketKeyEnabled must be true, not absent`,
    ['F-23', 'F-26'],
    ...readBack('b/o', { bucketKeyEnabled: null }),
  ],
  [
    `${ANN} kmsKeyArn must be ${homeKey('K1')}, not ${homeKey('K2')}`,
    ['F-22', 'F-24'],
    ...readBack('b/o', { kmsKeyArn: homeKey('K2') }),
  ],
  // An ETag that nobody looked at is not told of.
  [
    'ann wrote b/p at 15 min, but bucketKeyEnabled must be true, not absent',
    ['F-23', 'F-26'],
    'ann',
    put('b/p'),
    { status: 200, bucketKeyEnabled: null },
  ],
  [
    'ann wrote b/p at 15 min, but etag must be an opaque value (32 hex digits, not the MD5 of the content), ' +
      `not ${TEST_BODY.md5}`,
    ['F-80', 'F-81'],
    'ann',
    put('b/p'),
    wroteBk('K1', TEST_BODY.md5),
  ],
  [`${ANN} contentMd5 must be ${TEST_BODY.md5}, not ${TAG}`, ['F-107'], ...readBack('b/o', { contentMd5: TAG })],
  [
    'ann called GetBucketEncryption on b at 15 min, but rule must be ' +
      '{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"K1","BucketKeyEnabled":true}, not absent',
    ['F-15'],
    'ann',
    { op: 'GetBucketEncryption', bucket: 'b' },
    { ...ok, rule: null },
  ],
  // Of two parts the heavier is cited first: calls weigh more than a header.
  [
    `bob read b/o at 15 min, but etag must be ${TAG}, not ${TAG2}; ` +
      'KMS was not asked for Decrypt under …:key/K1 by bob for arn:aws:s3:::b',
    ['F-97', 'F-80', 'F-81'],
    'bob',
    get('b/o'),
    { ...read(ofBucket), etag: TAG2 },
  ],
];

const REFUSALS: readonly Row[] = [
  ['ann read b/none at 15 min, but 404 NoSuchKey is due, not 200', ['E-30'], 'ann', get('b/none'), ok],
  ['ann read b/none at 15 min, but 404 NoSuchKey is due, not 200', ['E-30'], 'ann', get('b/none'), read(ofBucket)],
  [
    'ann tried to look at b/none at 15 min, but 404 is due, not 403 AccessDenied',
    ['E-30'],
    'ann',
    head('b/none'),
    seenRefusal(403, 'AccessDenied'),
  ],
  [
    'ann tried to read b/none at 15 min, but code must be NoSuchKey, not NoSuchBucket',
    ['E-30'],
    'ann',
    get('b/none'),
    seenRefusal(404, 'NoSuchBucket'),
  ],
  [
    'ann tried to write b/o at 15 min, but code must be some code, not absent',
    ['E-18', 'F-92'],
    'ann',
    put('b/o', { context: 'malformed' }),
    seen(400),
  ],
  [
    'ann wrote b/o at 15 min, but 400 is due, not 200',
    ['E-18', 'F-92'],
    'ann',
    put('b/o', { context: 'malformed' }),
    ok,
  ],
  // What follows from another status is not told, but for the calls.
  [
    'bob tried to read b/o at 15 min, but 200 is due, not 403 AccessDenied; ' +
      'KMS was not asked for Decrypt under …:key/K1 by bob for arn:aws:s3:::b',
    ['F-40', 'K-06', 'K-07'],
    'bob',
    get('b/o'),
    seenRefusal(403, 'AccessDenied'),
  ],
];

/** What ann, who needs no KMS call, reads back, other than she should. */
function readBack(name: 'b/s3' | 'b/o', other: Partial<Observation>): readonly [string, Event, Observation] {
  return ['ann', get(name), { ...read(name === 'b/s3' ? wroteS3() : ofBucket), ...other }];
}

describe.each([
  ['KMS calls', CALLS],
  ['parts of an answer', PARTS],
  ['refusals', REFUSALS],
])('a sentence says what is wrong with %s', (_what, rows) => {
  test.each(rows)('%s %j', (reason, requirements, by, event, observation) => {
    const found = told(scene(), by, event, observation);
    expect(found.reason).toBe(reason);
    expect(found.requirements).toEqual(requirements);
  });
});

describe('a near miss says what was expected beside what was seen', () => {
  test('of a call it was not seen who made it, about what and how it was answered', () => {
    const found = told(scene(), ...readWith({ operation: 'Decrypt', keyArn: homeKey('K2') }));
    expect(found.nearest[0]?.differences).toEqual([
      `KMS calls: Decrypt by bob on ${homeKey('K1')} for aws:s3:arn=arn:aws:s3:::b (ok) expected, ` +
        `Decrypt by somebody on ${homeKey('K2')} for some context (some result) observed`,
    ]);
  });

  test('no call is told as none', () => {
    const found = told(scene(), ...readWith());
    expect(found.parts).toEqual([
      {
        part: 'kmsCalls',
        expected: `Decrypt by bob on ${homeKey('K1')} for aws:s3:arn=arn:aws:s3:::b (ok)`,
        observed: 'none',
      },
    ]);
  });
});

describe('versions, replicas and uploads', () => {
  const versioned = () =>
    new OracleRun(IDEAL)
      .given('ann', versioning('b', 'Enabled'), ok)
      .wait(AWS.ruleDelayMs)
      .given('ann', put('b/v'), { ...wroteS3(), versionId: 'v1' });

  test('the id of a version', () => {
    const found = told(versioned(), 'ann', get('b/v'), { ...read(wroteS3()), versionId: 'v2' });
    expect(found.reason).toBe('ann read b/v at 15 min, but versionId must be v1, not v2');
    expect(found.requirements).toEqual(['F-176']);
  });

  test('a delete marker', () => {
    const found = told(versioned(), 'ann', remove('b/v'), seen(204, { versionId: 'v2', deleteMarker: null }));
    expect(found.reason).toBe('ann deleted b/v at 15 min, but deleteMarker must be true, not absent');
    expect(found.requirements).toEqual(['F-177', 'F-178']);
  });

  test('the status of a replication', () => {
    const trial = versioned()
      .given('ann', versioning('c', 'Enabled'), ok)
      .given('ann', replication('b', 'c', 'KR'), ok)
      .wait(AWS.ruleDelayMs)
      .given('ann', put('b/w'), { ...wroteS3(), versionId: 'v2' });
    const found = told(trial, 'ann', get('b/w'), { ...read(wroteS3()), versionId: 'v2', replicationStatus: 'FAILED' });
    expect(found.reason).toBe('ann read b/w at 30 min, but replicationStatus must be PENDING, not FAILED');
    expect(found.requirements).toEqual(['F-76']);
  });

  const begunUpload = (answer: Observation) =>
    new OracleRun(IDEAL)
      .given('ann', encrypt('b', RULES.B2), ok)
      .wait(AWS.ruleDelayMs)
      .given('ann', begin('b/m'), { status: 200 })
      .given('ann', part('b/m', 1), answer);
  const UPLOADED = 'ann completed the upload of b/m at 15 min, but';

  test.each([
    ['of parts that were seen', { status: 200, etag: TAG }, '8057b6feaa62d90126274cf9ba31c642-1'],
    ['of parts of which it was not seen', { status: 200 }, 'an ETag of parts (32 hex digits and -1)'],
  ])('the ETag %s', (_what, answer, due) => {
    const found = told(begunUpload(answer), 'ann', complete('b/m', [1]), { status: 200, etag: TAG2 });
    expect(found.reason).toBe(`${UPLOADED} etag must be ${due}, not ${TAG2}`);
    expect(found.requirements).toEqual(['F-83']);
  });

  test('an ETag of parts that nobody looked at is not told of', () => {
    const seenOf = { status: 200, bucketKeyEnabled: null };
    const found = told(begunUpload({ status: 200 }), 'ann', complete('b/m', [1]), seenOf);
    expect(found.reason).toBe(`${UPLOADED} bucketKeyEnabled must be true, not absent`);
    expect(found.requirements).toEqual(['F-23', 'F-26']);
  });
});
