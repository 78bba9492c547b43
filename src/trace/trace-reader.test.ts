import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Body, Event, Observation, PolicyCondition, Setup } from '../../model/index.ts';
import { formatTrace } from './format-trace.ts';
import type { Trace } from './trace.ts';
import { TraceError } from './trace-error.ts';
import { parseTrace } from './trace-reader.ts';

function body(text: string): Body {
  return { text, md5: createHash('md5').update(text).digest('hex') };
}

const setup: Setup = {
  requesters: [
    { name: 'w', account: '111111111111', principal: 'app', session: 's1', scopingPolicy: 'narrow' },
    { name: 'r', account: '222222222222', principal: 'app', session: 's1' },
  ],
  kmsKeys: [{ id: 'k1', account: '111111111111' }],
  aliases: [{ account: '111111111111', alias: 'alias/a', keyId: 'k1' }],
  buckets: [{ name: 'b1', account: '111111111111', plainObjects: [{ key: 'old', body: body('o') }] }],
};

const object = { bucket: 'b1', key: 'x' };
const key = { keyId: 'k1' };

const upload = { ...object, uploadId: 'u' };

const HEADERS_DEMANDED: PolicyCondition = {
  StringNotEquals: { 's3:x-amz-server-side-encryption': ['aws:kms', 'aws:kms:dsse'] },
  Null: { 'aws:PrincipalArn': 'false' },
};

const requested: readonly Event[] = [
  { op: 'CreateBucket', bucket: 'b2' },
  { op: 'DeleteBucket', bucket: 'b2' },
  {
    op: 'PutBucketEncryption',
    bucket: 'b1',
    rules: [
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true, BlockedEncryptionTypes: ['NONE'] },
    ],
  },
  { op: 'GetBucketEncryption', bucket: 'b1' },
  { op: 'DeleteBucketEncryption', bucket: 'b1' },
  { op: 'PutBucketPolicy', bucket: 'b1', statements: [{ effect: 'Deny', principal: '*', actions: ['s3:GetObject'] }] },
  {
    op: 'PutBucketPolicy',
    bucket: 'b1',
    statements: [{ effect: 'Deny', principal: '*', actions: ['s3:PutObject'], condition: HEADERS_DEMANDED }],
  },
  { op: 'PutBucketVersioning', bucket: 'b1', status: 'Enabled' },
  { op: 'PutBucketReplication', bucket: 'b1', destination: 'b2', role: 'r', replicaKmsKeyId: 'k1' },
  { op: 'PutBucketReplication', bucket: 'b1', destination: 'b2', role: 'r', deleteMarkerReplication: true },
  { op: 'PutObject', ...object, body: body('c1'), headers: {}, legalHold: true },
  { op: 'DeleteBucketReplication', bucket: 'b1' },
  {
    op: 'PutObject',
    ...object,
    body: body('c1'),
    headers: { sse: 'aws:kms', kmsKeyId: 'k1', bucketKeyEnabled: false, context: { a: 'b' } },
  },
  { op: 'GetObject', ...object },
  { op: 'HeadObject', ...object, versionId: 'v1' },
  { op: 'GetObjectAttributes', ...object, checksum: true },
  { op: 'GetObject', ...object, conditions: { ifMatch: '*', ifNoneMatch: 'e' }, checksumMode: true, range: 'bytes=0-' },
  { op: 'HeadObject', ...object, partNumber: 1 },
  { op: 'GetObject', ...object, headers: { customerKey: 'c1', customerAlgorithm: 'malformed' } },
  { op: 'UploadPart', ...upload, partNumber: 1, customerKey: 'c1' },
  { op: 'CopyObject', source: object, ...object, headers: {}, changes: ['metadata', 'websiteRedirect'] },
  { op: 'UploadPartCopy', source: object, ...upload, partNumber: 2, customerKey: 'c1', sourceCustomerKey: 'c2' },
  { op: 'CreateMultipartUpload', ...object, headers: {} },
  { op: 'CreateMultipartUpload', ...object, headers: {}, uploadId: 'u' },
  { op: 'UploadPart', ...upload, partNumber: 1, body: body('c1') },
  { op: 'UploadPart', ...upload, partNumber: 10_001 },
  { op: 'UploadPartCopy', source: object, ...upload, partNumber: 2 },
  { op: 'CompleteMultipartUpload', ...upload, parts: [1, 2] },
  { op: 'AbortMultipartUpload', ...upload },
  { op: 'ListParts', ...upload },
  { op: 'CopyObject', source: object, bucket: 'b1', key: 'y', headers: { context: 'malformed' } },
  {
    op: 'UpdateObjectEncryption',
    ...object,
    kmsKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/k1',
    bucketKeyEnabled: true,
  },
  { op: 'DeleteObject', ...object },
  { op: 'CreateKey', keyId: 'k9', keySpec: 'HMAC_256', statements: [], bypassPolicyLockoutSafetyCheck: true },
  { op: 'CreateKey', keyId: 'k8', origin: 'EXTERNAL' },
  { op: 'DisableKey', ...key },
  { op: 'EnableKey', ...key },
  { op: 'ScheduleKeyDeletion', ...key, pendingWindowInDays: 7 },
  { op: 'CancelKeyDeletion', ...key },
  { op: 'EnableKeyRotation', ...key, rotationPeriodInDays: 90 },
  { op: 'DisableKeyRotation', ...key },
  { op: 'GetKeyRotationStatus', ...key },
  { op: 'RotateKeyOnDemand', ...key },
  { op: 'ImportKeyMaterial', ...key, validForMs: 60_000 },
  { op: 'DeleteImportedKeyMaterial', ...key },
  {
    op: 'PutKeyPolicy',
    ...key,
    statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'], contextArn: 'arn:aws:s3:::b1' }],
  },
  { op: 'PutKeyPolicy', ...key, statements: [], bypassPolicyLockoutSafetyCheck: true },
  {
    op: 'CreateGrant',
    ...key,
    grant: 'g1',
    granteePrincipal: 'arn:aws:iam::111111111111:role/ann',
    retiringPrincipal: 'arn:aws:iam::111111111111:role/bob',
    operations: ['Decrypt', 'ReEncryptTo'],
    constraints: { EncryptionContextEquals: { 'aws:s3:arn': 'arn:aws:s3:::b' }, EncryptionContextSubset: {} },
  },
  { op: 'RevokeGrant', ...key, grant: 'g1' },
  { op: 'RetireGrant', ...key, grant: 'g1' },
  { op: 'CreateAlias', alias: 'alias/a', keyId: 'k1' },
  { op: 'UpdateAlias', alias: 'alias/a', keyId: 'k1' },
  { op: 'DeleteAlias', alias: 'alias/a' },
];
const environment: readonly Event[] = [
  { op: 'ReplicateObject', ...object },
  { op: 'ExpireObject', ...object, versionId: 'v1' },
  { op: 'TransitionObject', ...object },
  { op: 'EvictBucketKeys', bucket: 'b1' },
  { op: 'RestartHosts' },
  { op: 'ThrottleKms', on: true },
  { op: 'InterruptKms', on: true },
  { op: 'InterruptKms', on: true, answersLost: true },
];

const everythingSeen: Observation = {
  status: 200,
  code: null,
  sse: 'aws:kms',
  kmsKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/k1',
  bucketKeyEnabled: true,
  etag: 'e',
  contentMd5: null,
  replicationStatus: 'PENDING',
  rule: { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['SSE-C'] },
  kmsCalls: [
    { operation: 'Decrypt', by: 'w', keyArn: 'k', context: { 'aws:s3:arn': 'arn:aws:s3:::b1' }, result: 'ok' },
    { operation: 'Encrypt', keyArn: 'k' },
  ],
  otherKmsCalls: [{ operation: 'GenerateDataKey', keyArn: 'k', context: { ['__proto__']: 'a' } }],
  raw: { 'x-amz-request-id': 'q', owners: [{ id: 1 }, null], ['__proto__']: { deep: true } },
  internals: { dataKey: 'd', bucketKey: 'k', seals: [{ key: 'k', nonce: '00' }] },
};

const header = { bucketkeyTrace: 1, profile: 'ideal', sut: 'embedded', seed: 7, setup };
const sample: Trace = {
  header,
  steps: [
    ...requested.map((event, index) => ({ step: { atMs: index, by: 'w', event }, observation: everythingSeen })),
    ...environment.map((event) => ({ step: { atMs: 1000, by: null, event }, observation: { status: 200 } })),
  ],
};

/** The message of the TraceError that reading the text ends with. */
function refusal(text: string): string {
  try {
    parseTrace(text, 't.ndjson');
  } catch (error) {
    if (error instanceof TraceError) return error.message;
    throw error;
  }
  throw new Error('the text was accepted');
}

const headerLine = JSON.stringify(header);
const step = { atMs: 0, by: 'w', event: { op: 'GetObject', ...object }, observation: { status: 200 } };

/** The refusal of a trace whose only step is the valid one with some fields replaced. */
function refusalOfStep(changes: object): string {
  return refusal(`${headerLine}\n${JSON.stringify({ ...step, ...changes })}\n`);
}

/** The refusal of a trace whose header is the valid one with some fields replaced. */
function refusalOfHeader(changes: object): string {
  return refusal(`${JSON.stringify({ ...header, ...changes })}\n`);
}

test('a name that is there twice in one object is refused, in the header and in a step', () => {
  const doubled = (line: string) => line.replace('"atMs":0', '"atMs":0,"atMs":0');
  expect(refusal(`${headerLine}\n${doubled(JSON.stringify(step))}\n`)).toBe(
    't.ndjson:2: the name "atMs" is there twice in one object',
  );
  expect(refusal(headerLine.replace('"seed":7', '"seed":7,"seed":7'))).toBe(
    't.ndjson:1: the name "seed" is there twice in one object',
  );
});

test('an ETag in quotes is refused with a hint', () => {
  expect(refusalOfStep({ observation: { status: 200, etag: '"0cc175b9"' } })).toBe(
    't.ndjson:2: observation.etag: "0cc175b9" is in quotes, as the header has it; an observation has it without them',
  );
});

describe('what was written is read', () => {
  test('every event and every part of an observation survives', () => {
    expect(parseTrace(formatTrace(sample), 't')).toEqual(sample);
  });

  test('a trace without steps, and one without a last newline, are traces', () => {
    expect(parseTrace(headerLine, 't').steps).toEqual([]);
    expect(parseTrace(formatTrace(sample).trimEnd(), 't')).toEqual(sample);
  });

  test('lines of Windows, with a carriage return, are read', () => {
    expect(parseTrace(formatTrace(sample).replaceAll('\n', '\r\n'), 't')).toEqual(sample);
  });

  test('a context pair named __proto__ is a name like any other and pollutes nothing', () => {
    const fields = `"bucket":"b1","key":"x","body":${JSON.stringify(body('c'))}`;
    const put = `{"op":"PutObject",${fields},"headers":{"context":{"__proto__":"p","a":"b"}}}`;
    const text = `${headerLine}\n{"atMs":0,"by":"w","event":${put},"observation":{"status":200}}\n`;
    const trace = parseTrace(text, 't');
    const event = trace.steps[0]?.step.event;
    const context = event?.op === 'PutObject' ? event.headers.context : undefined;
    expect(Object.entries(context ?? {})).toEqual([
      ['__proto__', 'p'],
      ['a', 'b'],
    ]);
    expect(Object.getPrototypeOf(context)).toBe(Object.prototype);
    expect(formatTrace(trace)).toBe(text);
  });

  test('half a surrogate pair in a name survives as an escape', () => {
    const odd: Trace = {
      header,
      steps: [
        {
          step: { atMs: 0, by: 'w', event: { op: 'GetObject', bucket: 'b1', key: '\ud800' } },
          observation: { status: 404 },
        },
      ],
    };
    expect(parseTrace(formatTrace(odd), 't')).toEqual(odd);
  });
});

describe('what is no trace is refused, and the message says where and why', () => {
  test('nothing, rubbish, and things that are not traces', () => {
    expect(refusal('')).toBe('t.ndjson: empty: a trace starts with a header line');
    expect(refusal('\n')).toBe('t.ndjson:1: not valid JSON');
    expect(refusal('not a trace\n')).toMatch(/^t\.ndjson:1: not valid JSON/);
    expect(refusal('[]\n')).toBe('t.ndjson:1: not a bucketkey trace: the first line has no field "bucketkeyTrace"');
    expect(refusal('null\n')).toMatch(/not a bucketkey trace/);
    expect(refusal(`${JSON.stringify(step)}\n`)).toMatch(/not a bucketkey trace/);
  });

  test('another version names the version found and the one supported', () => {
    expect(refusalOfHeader({ bucketkeyTrace: 2 })).toBe(
      't.ndjson:1: format version 2 is not supported; this bucketkey reads version 1',
    );
    expect(refusalOfHeader({ bucketkeyTrace: '1' })).toMatch(/format version "1" is not supported/);
  });

  test('a last line that was cut off', () => {
    const text = formatTrace(sample);
    expect(refusal(text.slice(0, -10))).toMatch(
      /^t\.ndjson:62: not valid JSON.*; the file ends within this line: truncated\?$/,
    );
    expect(refusal(headerLine.slice(0, 40))).toMatch(/^t\.ndjson:1: not valid JSON.*truncated\?$/);
  });

  test('a value of the wrong kind, by its path', () => {
    expect(refusalOfStep({ event: { op: 'GetObject', bucket: 3, key: 'x' } })).toBe(
      't.ndjson:2: event.bucket: expected string, received number',
    );
    expect(refusalOfStep({ event: { op: 'PutObjekt' } })).toBe('t.ndjson:2: event.op: not the name of an event');
    expect(refusalOfStep({ event: null })).toBe('t.ndjson:2: event: expected object, received null');
    expect(refusalOfStep({ atMs: 0.5 })).toBe('t.ndjson:2: atMs: expected int, received number');
    expect(refusalOfStep({ atMs: -1 })).toBe('t.ndjson:2: atMs: expected number to be >=0');
    expect(refusalOfStep({ observation: {} })).toBe(
      't.ndjson:2: observation.status: expected number, received undefined',
    );
    expect(refusalOfHeader({ seed: 2 ** 32 })).toMatch(/seed: expected number to be <=4294967295/);
  });

  test('unknown fields at every level, __proto__ among them', () => {
    expect(refusalOfStep({ note: 1 })).toBe('t.ndjson:2: unknown field "note"');
    expect(refusalOfStep({ event: { op: 'RestartHosts', bucket: 'b1' } })).toBe(
      't.ndjson:2: event: unknown field "bucket"',
    );
    expect(refusalOfStep({ observation: { status: 200, body: 'x', header: 'y' } })).toBe(
      't.ndjson:2: observation: unknown fields "body", "header"',
    );
    expect(refusal(`${headerLine}\n{"__proto__":{"atMs":0},"by":null}\n`)).toMatch(
      /^t\.ndjson:2: unknown field "__proto__"/,
    );
    expect(refusal(`${headerLine.slice(0, -1)},"__proto__":{}}\n`)).toBe('t.ndjson:1: unknown field "__proto__"');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('an unknown field of a rule; what may be added to an answer goes into its raw part', () => {
    const rule = { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['SSE-C'] };
    const event = { op: 'GetBucketEncryption', bucket: 'b1' };
    const refused = (observation: object) => refusalOfStep({ event, observation: { status: 200, ...observation } });
    expect(refused({ rule: { ...rule, BlockedDecryptionTypes: [] } })).toBe(
      't.ndjson:2: observation.rule: unknown field "BlockedDecryptionTypes"',
    );
    expect(refused({ rule: { ...rule, BlockedEncryptionTypes: ['SSE-X'] } })).toMatch(
      /^t\.ndjson:2: observation\.rule\.BlockedEncryptionTypes\.0: /,
    );
    expect(refusalOfStep({ event: { op: 'PutBucketEncryption', bucket: 'b1', rules: [{ ...rule, Raw: 1 }] } })).toBe(
      't.ndjson:2: event.rules.0: unknown field "Raw"',
    );
    const shown = { status: 200, rule: { ...rule, BlockedEncryptionTypes: null }, raw: { BlockedDecryptionTypes: [] } };
    const text = `${headerLine}\n${JSON.stringify({ ...step, event, observation: shown })}\n`;
    expect(parseTrace(text, 't').steps[0]?.observation).toEqual(shown);
  });

  test('KMS calls that say too little or what they cannot know', () => {
    const call = { operation: 'Decrypt', keyArn: 'k' };
    for (const part of ['kmsCalls', 'otherKmsCalls']) {
      const refused = (one: object) => refusalOfStep({ observation: { status: 200, [part]: [call, one] } });
      const at = `t.ndjson:2: observation.${part}.1`;
      expect(refused({ operation: 'Decrypt' })).toBe(`${at}.keyArn: expected string, received undefined`);
      expect(refused({ ...call, by: null })).toBe(`${at}.by: expected string, received null`);
      expect(refused({ ...call, result: 'Whatever' })).toMatch(/\.1\.result: /);
      expect(refused({ ...call, context: 'arn:aws:s3:::b' })).toMatch(/\.1\.context: /);
      expect(refused({ ...call, cause: 'x' })).toBe(`${at}: unknown field "cause"`);
      const hostile = JSON.stringify({ ...step, observation: { status: 200, [part]: [call] } });
      expect(refusal(`${headerLine}\n${hostile.replace('"k"', '"k","context":{"__proto__":1}')}\n`)).toBe(
        `t.ndjson:2: observation.${part}.0.context.__proto__: expected string, received number`,
      );
    }
  });

  test('a raw part that is no object, too large or too deep', () => {
    const textWith = (raw: string) =>
      `${headerLine}\n${JSON.stringify(step).replace('"status":200', `"status":200,"raw":${raw}`)}\n`;
    const refused = (raw: string) => refusal(textWith(raw));
    expect(refused('[]')).toMatch(/^t\.ndjson:2: observation\.raw: /);
    expect(refused('null')).toMatch(/^t\.ndjson:2: observation\.raw: /);
    const tooMuch = 't.ndjson:2: observation.raw: more than 16384 characters';
    expect(refused(JSON.stringify({ a: 'x'.repeat(16_384) }))).toBe(tooMuch);
    expect(refused(JSON.stringify({ ['x'.repeat(16_384)]: 1 }))).toBe(tooMuch);
    expect(refused(JSON.stringify({ a: Array.from({ length: 6_000 }, () => 0) }))).toBe(tooMuch);
    expect(refused(`{"__proto__":"${'x'.repeat(16_384)}"}`)).toBe(tooMuch);
    const tooDeep = 't.ndjson:2: observation.raw: nested deeper than 16 levels';
    expect(parseTrace(textWith(`{"a":${'['.repeat(13)}${']'.repeat(13)}}`), 't').steps).toHaveLength(1);
    expect(refused(`{"a":${'['.repeat(14)}${']'.repeat(14)}}`)).toBe(tooDeep);
    expect(refused(`{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`)).toBe(tooDeep);
    expect(refused(`{"__proto__":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`)).toBe(tooDeep);
  });

  test('a body of which MD5 or size are not those of its text; without text they are believed', () => {
    const { md5 } = body('c');
    const put = (changed: object) => ({ ...step, event: { op: 'PutObject', ...object, body: changed, headers: {} } });
    expect(refusalOfStep(put({ text: 'c', md5: '0'.repeat(32) }))).toContain(`event.body.md5: ${md5} expected`);
    expect(refusalOfStep(put({ text: 'c', md5, size: 2 }))).toContain('event.body.size: 1 expected');
    expect(refusalOfStep(put({ md5, size: -1 }))).toContain('event.body.size');
    expect(refusalOfStep(put({ size: 1 }))).toContain('event.body.md5');
    for (const right of [{ md5 }, { md5, size: 5 }, { text: 'c', md5, size: 1 }])
      expect(parseTrace(`${headerLine}\n${JSON.stringify(put(right))}\n`, 't').steps).toHaveLength(1);
  });

  test('what IAM says of nobody, or in words that nobody knows; a service that is none', () => {
    const refused = (changes: object) => refusalOfHeader({ setup: { ...setup, ...changes } });
    const role = { account: '111111111111', principal: 'app', statements: [] };
    expect(refused({ identityPolicies: [role, role] })).toBe(
      't.ndjson:1: setup.identityPolicies.1.principal: "111111111111:app" is there twice',
    );
    expect(refused({ identityPolicies: [{ ...role, principal: 'none' }] })).toBe(
      't.ndjson:1: setup.identityPolicies.0.principal: no requester has the role',
    );
    expect(refused({ scopingPolicies: [{ name: 'none', statements: [] }] })).toBe(
      't.ndjson:1: setup.scopingPolicies.0.name: no requester has the scoping policy',
    );
    const statement = { effect: 'Allow', actions: ['kms:*'], condition: { StringEquals: { 'aws:SourceVpc': 'v' } } };
    expect(refused({ scopingPolicies: [{ name: 'narrow', statements: [statement] }] })).toBe(
      't.ndjson:1: setup.scopingPolicies.0.statements.0.condition.StringEquals.aws:SourceVpc: not a condition key ' +
        'of a ' +
        'policy of IAM that is known here',
    );
    expect(refused({ identityPolicies: [{ ...role, statements: [{ effect: 'Allow', actions: ['ec2:*'] }] }] })).toMatch(
      /^t\.ndjson:1: setup\.identityPolicies\.0\.statements\.0\.actions\.0: /,
    );
    const by = { name: 'w', account: '111111111111', principal: 'app', session: 's1', scopingPolicy: 'narrow' };
    const asks = (changes: object) => refused({ requesters: [{ ...by, ...changes }, ...setup.requesters.slice(1)] });
    expect(asks({ sourceArn: 'arn:x' })).toMatch(/requesters\.0\.sourceArn: only a requester with a servicePrincipal/);
    expect(asks({ servicePrincipal: 'cloudfront' })).toMatch(
      /requesters\.0\.servicePrincipal: expected a name such as/,
    );
    const service = { servicePrincipal: 'cloudfront.amazonaws.com' };
    expect(asks({ ...service, signature: 'v2' })).toMatch(/requesters\.0\.signature: a service signs by/);
    expect(asks(service)).toMatch(/requesters\.0\.scopingPolicy: a service has none/);
  });

  test('a condition that says what nobody knows, by its place', () => {
    const refused = (condition: object, op: 'PutBucketPolicy' | 'PutKeyPolicy' = 'PutKeyPolicy') => {
      const statement = { effect: 'Deny', principal: '*', actions: [], condition };
      const of = op === 'PutBucketPolicy' ? { bucket: 'b1' } : { keyId: 'k1' };
      return refusalOfStep({ event: { op, ...of, statements: [statement] } });
    };
    const at = 't.ndjson:2: event.statements.0.condition';
    expect(refused({ StringEqual: {} })).toBe(`${at}: unknown field "StringEqual"`);
    expect(refused({ IpAddress: { 'aws:SourceIp': '::' } })).toBe(`${at}: unknown field "IpAddress"`);
    expect(refused({ StringEquals: { 'aws:SourceVpc': 'v' } })).toBe(
      `${at}.StringEquals.aws:SourceVpc: not a condition key of a key policy that is known here`,
    );
    expect(refused({ StringEquals: { 'kms:ViaService': 'v' } }, 'PutBucketPolicy')).toBe(
      `${at}.StringEquals.kms:ViaService: not a condition key of a bucket policy that is known here`,
    );
    expect(refused({ StringEquals: { 'kms:EncryptionContext:': 'v' } })).toMatch(
      /: not a condition key of a key policy/,
    );
    expect(refused({ StringEquals: { 'kms:EncryptionContextKeys': 'v' } })).toBe(
      `${at}.StringEquals.kms:EncryptionContextKeys: a key of several values needs ForAnyValue:StringEquals or ` +
        'ForAllValues:StringEquals',
    );
    expect(refused({ Null: { 'aws:SourceArn': 'yes' } })).toBe(`${at}.Null.aws:SourceArn: expected "true" or "false"`);
    expect(refused({ StringLike: { 'aws:SourceArn': [] } })).toBe(
      `${at}.StringLike.aws:SourceArn: at least one value expected`,
    );
    expect(refused({ StringLike: { 'aws:SourceArn': 3 } })).toBe(
      `${at}.StringLike.aws:SourceArn: expected a text or a list of texts`,
    );
    expect(refused({ StringLike: { 'aws:SourceArn': '$\u{7b}aws:username}' } })).toBe(
      `${at}.StringLike.aws:SourceArn: policy variables are not known here`,
    );
    const many = Array.from({ length: 1_001 }, () => 'a');
    expect(refused({ StringLike: { 'aws:SourceArn': many } })).toMatch(/1001 values are more than the 1000/);
    const hostile = JSON.stringify({ ...step, event: { op: 'PutKeyPolicy', keyId: 'k1', statements: [] } }).replace(
      '"statements":[]',
      '"statements":[{"effect":"Deny","principal":"*","actions":[],"condition":{"StringLike":{"__proto__":"a"}}}]',
    );
    expect(refusal(`${headerLine}\n${hostile}\n`)).toBe(
      `${at}.StringLike.__proto__: not a condition key of a key policy that is known here`,
    );
  });

  test('a context pair that is no string, even under __proto__', () => {
    const fields = `"bucket":"b1","key":"x","body":${JSON.stringify(body('c'))}`;
    const put = `{"op":"PutObject",${fields},"headers":{"context":{"__proto__":{}}}}`;
    expect(refusal(`${headerLine}\n{"atMs":0,"by":"w","event":${put},"observation":{"status":200}}\n`)).toBe(
      't.ndjson:2: event.headers.context.__proto__: expected string, received object',
    );
    const call = '{"operation":"Decrypt","by":"w","keyArn":"k","context":{"__proto__":1},"result":"ok"}';
    const observation = `{"status":200,"kmsCalls":[${call}]}`;
    expect(
      refusal(`${headerLine}\n{"atMs":0,"by":null,"event":{"op":"RestartHosts"},"observation":${observation}}\n`),
    ).toBe('t.ndjson:2: observation.kmsCalls.0.context.__proto__: expected string, received number');
    expect(refusalOfStep({ event: { op: 'CopyObject', source: object, ...object, headers: { context: 'odd' } } })).toBe(
      't.ndjson:2: event.headers.context: expected an object of strings, or "malformed"',
    );
  });

  test('times that go back', () => {
    const line = (atMs: number) => JSON.stringify({ ...step, atMs });
    expect(refusal(`${headerLine}\n${line(5)}\n${line(4)}\n`)).toBe(
      't.ndjson:3: atMs: 4 is earlier than the step before, at 5; --reorder-ms 1 would put them in order',
    );
  });

  test('a name that is longer than any name is; what is written into an object may be', () => {
    const long = 'x'.repeat(16_001);
    const problem = (path: string) => `t.ndjson:2: ${path}: 16001 characters are more than the 16000 a name may have`;
    const get = { op: 'GetObject', bucket: 'b', key: 'k' };
    const put = { op: 'PutObject', bucket: 'b', key: 'k', body: body(long), headers: {} };
    expect(refusalOfStep({ event: { ...get, key: long } })).toBe(problem('event.key'));
    expect(refusalOfStep({ event: { ...put, headers: { context: { [long]: '' } } } })).toBe(
      problem('event.headers.context'),
    );
    expect(refusalOfStep({ observation: { status: 200, etag: long } })).toBe(problem('observation.etag'));
    for (const event of [{ ...get, key: long.slice(1) }, put]) {
      const text = `${headerLine}\n${JSON.stringify({ ...step, event })}\n`;
      expect(parseTrace(text, 't.ndjson').steps[0]?.step.event).toEqual(event);
    }
  });

  test('a requester the setup does not know, and one where there can be none', () => {
    expect(refusalOfStep({ by: 'nobody' })).toBe('t.ndjson:2: by: "nobody" is no requester of the setup');
    expect(refusalOfStep({ by: '__proto__' })).toBe('t.ndjson:2: by: "__proto__" is no requester of the setup');
    expect(refusalOfStep({ by: null })).toBe(
      't.ndjson:2: by: a requester expected, GetObject does not happen by itself',
    );
    expect(refusalOfStep({ event: { op: 'RestartHosts' } })).toBe(
      't.ndjson:2: by: null expected, no requester causes RestartHosts',
    );
  });

  test('an MD5 that is not that of the text', () => {
    const wrong = { text: 'c1', md5: body('c2').md5 };
    expect(refusalOfStep({ event: { op: 'PutObject', ...object, body: wrong, headers: {} } })).toBe(
      `t.ndjson:2: event.body.md5: ${body('c1').md5} expected, the MD5 of the text`,
    );
    const plain = { name: 'b1', account: '111111111111', plainObjects: [{ key: 'old', body: wrong }] };
    expect(refusalOfHeader({ setup: { ...setup, buckets: [plain] } })).toMatch(
      /setup\.buckets\.0\.plainObjects\.0\.body\.md5/,
    );
  });

  test('a directory bucket that has what such buckets have not', () => {
    const [bucket] = setup.buckets;
    const refusalOf = (changes: object, more: object = {}) =>
      refusalOfHeader({
        setup: { ...setup, ...more, buckets: [{ ...bucket, plainObjects: [], kind: 'directory', ...changes }] },
      });
    expect(refusalOf({ versioning: 'Enabled' })).toMatch(/setup\.buckets\.0\.kind: .* keeps no versions/);
    expect(refusalOf({ plainObjects: bucket?.plainObjects })).toMatch(/setup\.buckets\.0\.kind: .* no plainObjects/);
    expect(refusalOf({}, { unknown: 'everything' })).toMatch(/setup\.buckets\.0\.kind: .* cannot be judged/);
    expect(refusalOf({}, { unknown: { buckets: [bucket?.name] } })).toMatch(/setup\.buckets\.0\.kind: /);
    expect(refusalOf({ kind: 'table' })).toMatch(/setup\.buckets\.0\.kind: /);
  });

  test('a setup that contradicts itself', () => {
    const refusalOfSetup = (changes: object) => refusalOfHeader({ setup: { ...setup, ...changes } });
    const [writer] = setup.requesters;
    expect(refusalOfSetup({ requesters: [writer, writer] })).toBe(
      't.ndjson:1: setup.requesters.1.name: "w" is there twice',
    );
    expect(refusalOfSetup({ buckets: [...setup.buckets, ...setup.buckets] })).toMatch(
      /setup\.buckets\.1\.name: "b1" is there twice/,
    );
    expect(refusalOfSetup({ kmsKeys: [{ id: 'aws-s3-111111111111', account: '111111111111' }], aliases: [] })).toMatch(
      /managed keys/,
    );
    expect(refusalOfSetup({ service: 'nobody' })).toBe('t.ndjson:1: setup.service: no such requester');
    expect(refusalOfSetup({ kmsKeys: [{ id: 'k1', account: '222222222222' }] })).toBe(
      't.ndjson:1: setup.aliases.0.keyId: no such key in the account of the alias',
    );
    expect(refusalOfSetup({ kmsKeys: [{ id: 'k1', account: '1' }] })).toMatch(
      /setup\.kmsKeys\.0\.account: expected an account of 12 digits/,
    );
  });

  test('a region that is none, and managed keys that contradict themselves', () => {
    const refusalOfSetup = (changes: object) => refusalOfHeader({ setup: { ...setup, ...changes } });
    for (const region of ['', 'EU-WEST-1', 'eu west', '1', '__proto__', 'a'.repeat(64)])
      expect(refusalOfSetup({ region })).toBe(
        't.ndjson:1: setup.region: expected a region such as eu-west-1: a-z, 0-9 and -, up to 63 characters',
      );
    expect(refusalOfSetup({ region: 3 })).toBe('t.ndjson:1: setup.region: expected string, received number');
    const managed = (...keys: readonly (readonly [string, string])[]) =>
      refusalOfSetup({ managedKeys: keys.map(([account, id]) => ({ account, id })) });
    const [home, away] = ['111111111111', '222222222222'];
    expect(managed([home, 'm1'], [home, 'm2'])).toBe(
      't.ndjson:1: setup.managedKeys.1.account: "111111111111" is there twice',
    );
    expect(managed([home, 'm1'], [away, 'm1'])).toBe('t.ndjson:1: setup.managedKeys.1.id: "m1" is there twice');
    expect(managed([home, 'k1'])).toBe('t.ndjson:1: setup.managedKeys.0.id: "k1" is a key of kmsKeys');
    expect(managed([home, `aws-s3-${away}`])).toMatch(/setup\.managedKeys\.0\.id: ids that start with aws-s3-/);
    expect(managed([home, 'arn:aws:kms:eu-west-1:111111111111:key/m'])).toBe(
      't.ndjson:1: setup.managedKeys.0.id: expected a bare key id, not an alias or an ARN',
    );
    // Any account may own a key, one that nobody of the trace is of among them.
    const managedKeys = [{ account: '999999999999', id: '__proto__' }];
    const text = JSON.stringify({ ...header, setup: { ...setup, region: 'cn-north-1', managedKeys } });
    expect(parseTrace(text, 't').header.setup).toMatchObject({ region: 'cn-north-1', managedKeys });
  });

  test('nesting of any depth, without exhausting the stack', () => {
    expect(refusal(`${headerLine}\n${'['.repeat(500_000)}\n`)).toBe('t.ndjson:2: nested deeper than 16 levels');
    expect(refusal(`${'{"a":'.repeat(17)}1${'}'.repeat(17)}\n`)).toBe('t.ndjson:1: nested deeper than 16 levels');
    expect(refusal(`${'['.repeat(16)}${']'.repeat(16)}\n`)).toMatch(/not a bucketkey trace/);
    expect(refusal(`{"a":"${'['.repeat(17)}\\"${'{'.repeat(17)}"}\n`)).toMatch(/not a bucketkey trace/);
  });

  test('a line that is too long, wherever it is', () => {
    const long = 'a'.repeat(1024 * 1024);
    expect(refusal(`${headerLine}\n"${long}"\n`)).toBe('t.ndjson:2: line longer than 1048576 bytes');
    expect(refusal(long)).toMatch(/^t\.ndjson:1: not valid JSON/);
    expect(refusal(`${long}a`)).toBe('t.ndjson:1: line longer than 1048576 bytes');
  });

  test('the message is one printable line whatever the input holds', () => {
    const message = refusalOfStep({ '\u001b[31m\n\u202e\u2028': 1 });
    expect(message).toBe('t.ndjson:2: unknown field "\\u001b[31m\\n\\u{202e}\\u{2028}"');
    expect(refusalOfStep({ ['n'.repeat(100_000)]: 1 }).length).toBeLessThan(350);
    expect(new TraceError('a\nb', 1, 'p').message).toBe('a\\u{a}b:1: p');
  });
});
