import {
  Arns,
  type EncryptionHeaders,
  isEnvironmentEvent,
  type KmsCall,
  type Requester,
  type Setup,
} from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';

/** When the world of a trail begins. */
const START_MS = Date.UTC(2026, 0, 2, 3, 0, 0);

/** How CloudTrail fails to tell what happened, each as a share of the records. */
export interface Damage {
  readonly lost: number;
  readonly twice: number;
  /** By how many records one may come late. */
  readonly disorder: number;
}

export const NO_DAMAGE: Damage = { lost: 0, twice: 0, disorder: 0 };

/** The next number of a sequence that a seed decides, from 0 to 1 (mulberry32). */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * What CloudTrail tells of a world in which everything was seen: a record of each request and of each KMS call, in
 * whole seconds, with what the records of AWS have and no more; and then losses, copies and disorder by a seed.
 */
export function trailOfWorld(
  setup: Setup,
  steps: readonly ObservedStep[],
  seed: number,
  damage: Damage = NO_DAMAGE,
): object[] {
  const writer = new TrailWriter(setup, seed);
  const records = [...writer.sessions(), ...steps.flatMap((seen) => writer.recordsOf(seen))];
  return damaged(records, numbersOf(seed + 1), damage);
}

function damaged(records: readonly object[], next: () => number, { lost, twice, disorder }: Damage): object[] {
  const delivered: { record: object; place: number }[] = [];
  for (const [index, record] of records.entries()) {
    const copies = next() < lost ? 0 : next() < twice ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) delivered.push({ record, place: index + next() * disorder });
  }
  return delivered.sort((a, b) => a.place - b.place).map(({ record }) => record);
}

class TrailWriter {
  readonly #arns: Arns;
  readonly #requesters: ReadonlyMap<string, Requester>;
  readonly #owners: Map<string, string>;
  readonly #next: () => number;
  #ids = 0;

  constructor(setup: Setup, seed: number) {
    this.#arns = new Arns(setup);
    this.#requesters = new Map(setup.requesters.map((requester) => [requester.name, requester]));
    this.#owners = new Map(setup.buckets.map(({ name, account }) => [name, account]));
    this.#next = numbersOf(seed);
  }

  /** How the sessions with a scoping policy were opened. */
  sessions(): object[] {
    const scoped = [...this.#requesters.values()].filter(({ scopingPolicy }) => scopingPolicy !== undefined);
    return scoped.map(({ name, account, principal, session, scopingPolicy }) => ({
      ...this.#frame(
        START_MS,
        'sts',
        'AssumeRole',
        { type: 'AWSService', invokedBy: 'vending.amazonaws.com' },
        account,
      ),
      requestParameters: { roleSessionName: session, policy: scopingPolicy },
      responseElements: {
        credentials: { accessKeyId: `ASIA-${name}` },
        assumedRoleUser: { assumedRoleId: `AROA-${account}-${principal}:${session}` },
      },
    }));
  }

  recordsOf({ step: { atMs, by, event }, observation }: ObservedStep): object[] {
    const at = START_MS + atMs;
    const caller = by === null ? undefined : this.#requesters.get(by);
    if (event.op === 'CreateBucket' && observation.status < 300) this.#owners.set(event.bucket, caller?.account ?? '');
    const calls = (observation.kmsCalls ?? []).map((call) => this.#kmsRecord(at, call as KmsCall));
    const request = caller === undefined ? [] : this.#s3Record(at, caller, event, observation);
    return [...request, ...calls];
  }

  #frame(atMs: number, source: string, eventName: string, userIdentity: object, accountId: string): object {
    this.#ids += 1;
    return {
      eventVersion: '1.11',
      userIdentity,
      eventTime: `${new Date(Math.floor(atMs / 1000) * 1000).toISOString().slice(0, 19)}Z`,
      eventSource: `${source}.amazonaws.com`,
      eventName,
      awsRegion: this.#arns.region,
      requestID: `R${this.#ids}`,
      eventID: `10000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`,
      recipientAccountId: accountId,
    };
  }

  #kmsRecord(atMs: number, { operation, by, keyArn, context, result }: KmsCall): object {
    const caller = this.#requesters.get(by);
    // Clocks of S3 and KMS differ by a second or two.
    const skewMs = Math.floor(this.#next() * 2) * -1000;
    return {
      ...this.#frame(atMs + skewMs, 'kms', operation, identityOf(caller, 'S3'), caller?.account ?? ''),
      requestParameters: { encryptionContext: context, ...(operation !== 'Decrypt' && { keyId: keyArn }) },
      ...(result !== 'ok' && { errorCode: result.replace(/^AccessDeniedException$/, 'AccessDenied') }),
      resources: [{ type: 'AWS::KMS::Key', ARN: keyArn }],
      managementEvent: true,
    };
  }

  #s3Record(atMs: number, caller: Requester, event: ObservedStep['step']['event'], seen: ObservedStep['observation']) {
    if (!('bucket' in event) || isEnvironmentEvent(event)) return [];
    const { bucket } = event;
    const key = 'key' in event ? event.key : undefined;
    const isRefused = seen.status >= 300;
    const asked = 'headers' in event && event.headers !== undefined ? headersOf(event.headers) : {};
    const isWrite = event.op === 'PutObject' || event.op === 'CopyObject';
    return [
      {
        ...this.#frame(atMs, 's3', event.op, identityOf(caller, 'client'), caller.account),
        requestParameters: {
          bucketName: bucket,
          ...(key !== undefined && { key }),
          ...asked,
          ...(event.op === 'CopyObject' && {
            'x-amz-copy-source': `${event.source.bucket}/${encodeURIComponent(event.source.key)}`,
            ...(event.sourceCustomerKey !== undefined && {
              'x-amz-copy-source-server-side-encryption-customer-algorithm': 'AES256',
            }),
          }),
          ...(event.op === 'PutBucketEncryption' && {
            ServerSideEncryptionConfiguration: {
              Rule: event.rules.map(({ SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled }) => ({
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID },
                BucketKeyEnabled,
              })),
            },
          }),
        },
        responseElements:
          isWrite && !isRefused
            ? {
                ...(seen.sse && { 'x-amz-server-side-encryption': seen.sse }),
                ...(seen.kmsKeyArn && { 'x-amz-server-side-encryption-aws-kms-key-id': seen.kmsKeyArn }),
              }
            : null,
        additionalEventData: {
          SignatureVersion: caller.signature === 'v2' ? 'SigV2' : 'SigV4',
          ...(isWrite && !isRefused && { SSEApplied: appliedOf(seen.sse, asked) }),
        },
        ...(isRefused && { errorCode: seen.code ?? 'AccessDenied' }),
        resources: [
          ...(key === undefined ? [] : [{ type: 'AWS::S3::Object', ARN: this.#arns.object(bucket, key) }]),
          { type: 'AWS::S3::Bucket', ARN: this.#arns.bucket(bucket), accountId: this.#owners.get(bucket) },
        ],
        managementEvent: key === undefined,
      },
    ];
  }
}

/** A requester as S3 sees it, or as KMS does: there S3 has signed with a key of its own. */
function identityOf(caller: Requester | undefined, signer: 'client' | 'S3'): object {
  if (caller === undefined || caller.signature === 'none')
    return { type: 'AWSAccount', principalId: '', accountId: 'anonymous' };
  const { account, principal, session } = caller;
  return {
    type: 'AssumedRole',
    principalId: `AROA-${account}-${principal}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${principal}/${session}`,
    accountId: account,
    accessKeyId: signer === 'S3' ? 'ASIAFORWARDED' : `ASIA-${caller.name}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA-${account}-${principal}`,
        accountId: account,
        userName: principal,
      },
    },
    ...(signer === 'S3' && { invokedBy: 'fas.s3.amazonaws.com' }),
  };
}

function headersOf({ sse, kmsKeyId, bucketKeyEnabled, context, customerKey }: EncryptionHeaders): object {
  const name = 'x-amz-server-side-encryption';
  return {
    ...(sse !== undefined && { [name]: sse }),
    ...(customerKey !== undefined && { [OWN_KEY]: 'AES256' }),
    ...(kmsKeyId !== undefined && { [`${name}-aws-kms-key-id`]: kmsKeyId }),
    ...(bucketKeyEnabled !== undefined && { [`${name}-bucket-key-enabled`]: String(bucketKeyEnabled) }),
    ...(context !== undefined && {
      [`${name}-context`]:
        context === 'malformed' ? 'malformed' : Buffer.from(JSON.stringify(context)).toString('base64'),
    }),
  };
}

const OWN_KEY = 'x-amz-server-side-encryption-customer-algorithm';

function appliedOf(sse: string | null | undefined, asked: object): string {
  if (OWN_KEY in asked) return 'SSE_C';
  const name = sse === 'aws:kms' ? 'SSE_KMS' : sse === 'aws:kms:dsse' ? 'DSSE_KMS' : 'SSE_S3';
  return 'x-amz-server-side-encryption' in asked ? name : `Default_${name}`;
}
