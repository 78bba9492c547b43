import {
  Arns,
  type EncryptionHeaders,
  type EncryptionRule,
  MANAGED_ALIAS,
  type SseAlgorithm,
} from '../../model/index.ts';
import { WeightedChoice } from './draw.ts';
import { aliases } from './existing.ts';
import { usableKey } from './pick.ts';
import { ABSENT_KEY_ID } from './pools.ts';
import type { Walk } from './walk.ts';

type DrawHeaders = (walk: Walk) => EncryptionHeaders;

/**
 * A reference to a KMS key that can be used: as ARN, bare id, alias or alias ARN (F-08, F-10); seldom the alias of the
 * managed key (F-185).
 */
export function drawKeyReference(walk: Walk, account?: string): string {
  const { draw } = walk;
  const key = usableKey(walk, account);
  const form = draw.between(1, 100);
  const alias = draw.one(aliases(walk, true).filter((one) => account === undefined || one.account === account));
  if (alias !== undefined && form > 70) return form > 90 ? walk.arns.alias(alias.account, alias.alias) : alias.alias;
  if (form <= 2) return MANAGED_ALIAS;
  if (key === undefined) return ABSENT_KEY_ID;
  return form > 50 ? key.id : key.arn;
}

/** A region that no generated trace is in. */
const ELSEWHERE = new Arns({ region: 'us-east-1' });

/**
 * A reference that KMS cannot resolve: unknown, of another region, the literal `aws/s3`, or empty (E-07 to E-09, U-31).
 */
export function drawBadReference({ draw, setup, arns }: Walk): string {
  const account = setup.kmsKeys[0]?.account ?? '';
  return draw.one([
    ABSENT_KEY_ID,
    '',
    'aws/s3',
    'alias/nothing',
    arns.kmsKey(account, ABSENT_KEY_ID),
    ELSEWHERE.kmsKey(account, setup.kmsKeys[0]?.id ?? ABSENT_KEY_ID),
  ]);
}

const perhapsKey = (walk: Walk): { kmsKeyId?: string } =>
  walk.draw.chance(60) ? { kmsKeyId: drawKeyReference(walk) } : {};
const someContext = ({ draw }: Walk): Readonly<Record<string, string>> => draw.one(CONTEXTS);

/**
 * Extra context pairs; a pair in the name of S3's own and one named like a built-in property are among them (F-89,
 * F-92).
 */
const CONTEXTS: readonly [Readonly<Record<string, string>>, ...Readonly<Record<string, string>>[]] = [
  { team: 'red' },
  { team: 'blue' },
  { team: 'red', tier: '1' },
  // Like the two above, to code that folds case or joins pairs.
  { Team: 'red' },
  { team: 'red,tier=1' },
  { ['__proto__']: 'polluted' },
  { 'aws:s3:arn': 'arn:aws:s3:::elsewhere' },
];

/**
 * The rows of the resolution matrix of PutObject (P1 to P11, P14, P15) that S3 accepts, with how often each is drawn;
 * SSE-C is left out.
 */
const ACCEPTED: readonly (readonly [DrawHeaders, number])[] = [
  [() => ({}), 50],
  [() => ({ sse: 'AES256' }), 5],
  [() => ({ sse: 'aws:kms' }), 4],
  [(walk) => ({ sse: 'aws:kms', kmsKeyId: drawKeyReference(walk) }), 8],
  [(walk) => ({ sse: 'aws:kms', ...perhapsKey(walk), bucketKeyEnabled: true }), 10],
  [(walk) => ({ sse: 'aws:kms', ...perhapsKey(walk), bucketKeyEnabled: false }), 5],
  [() => ({ bucketKeyEnabled: true }), 4],
  [() => ({ bucketKeyEnabled: false }), 4],
  [(walk) => ({ sse: 'aws:kms:dsse', ...perhapsKey(walk) }), 4],
  [(walk) => ({ context: someContext(walk) }), 3],
  [(walk) => ({ sse: 'aws:kms', ...perhapsKey(walk), context: someContext(walk) }), 3],
  [(walk) => ({ sse: walk.draw.one<SseAlgorithm>(['AES256', 'aws:kms:dsse']), bucketKeyEnabled: true }), 3],
];

/** The rows that S3 refuses, and a key that KMS does not know. */
const REFUSED: readonly (readonly [DrawHeaders, number])[] = [
  [(walk) => ({ kmsKeyId: drawKeyReference(walk) }), 3],
  [(walk) => ({ sse: 'AES256', kmsKeyId: drawKeyReference(walk) }), 3],
  [() => ({ context: 'malformed' }), 2],
  [(walk) => ({ sse: 'aws:kms', kmsKeyId: drawBadReference(walk), bucketKeyEnabled: walk.draw.chance(50) }), 4],
];

const ORDINARY_HEADERS = new WeightedChoice(ACCEPTED);
const ROWS: readonly DrawHeaders[] = [...ACCEPTED, ...REFUSED].map(([row]) => row);

/** Encryption headers that are fine in themselves. */
export function drawHeaders(walk: Walk): EncryptionHeaders {
  return ORDINARY_HEADERS.draw(walk.draw)?.(walk) ?? {};
}

/** Encryption headers of any row of the matrix, every row equally often. */
export function drawAnyHeaders(walk: Walk): EncryptionHeaders {
  if (walk.draw.chance(4)) return { sse: walk.draw.chance(50) ? '' : 'malformed' };
  return walk.draw.one(ROWS)?.(walk) ?? {};
}

/** Encryption headers of several rows of the matrix, one after the other from a random one on. */
export function drawRows(walk: Walk): EncryptionHeaders[] {
  const first = walk.draw.between(0, ROWS.length - 1);
  const count = walk.draw.between(4, ROWS.length);
  return [...ROWS, ...ROWS].slice(first, first + count).map((row) => row(walk));
}

type DrawRule = (walk: Walk, account: string) => EncryptionRule;

const key = (walk: Walk, account: string): { KMSMasterKeyID: string } => ({
  KMSMasterKeyID: drawKeyReference(walk, account),
});

/** The columns B0 to B4 of the matrix, the AES256 rule with the flag (F-06), and others that S3 takes. */
const RULES: readonly (readonly [DrawRule, number])[] = [
  [(walk) => ({ SSEAlgorithm: 'AES256', ...(walk.draw.chance(50) ? { BucketKeyEnabled: false } : {}) }), 6],
  [(walk, account) => ({ SSEAlgorithm: 'aws:kms', ...key(walk, account) }), 14],
  [(walk, account) => ({ SSEAlgorithm: 'aws:kms', ...key(walk, account), BucketKeyEnabled: true }), 45],
  [() => ({ SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true }), 12],
  [(walk, account) => ({ SSEAlgorithm: 'aws:kms:dsse', ...key(walk, account) }), 8],
  [() => ({ SSEAlgorithm: 'AES256', BucketKeyEnabled: true }), 6],
  [(walk, account) => ({ SSEAlgorithm: 'aws:kms:dsse', ...key(walk, account), BucketKeyEnabled: true }), 2],
  [
    (walk) => ({
      SSEAlgorithm: 'aws:kms',
      ...key(walk, walk.draw.one(walk.setup.kmsKeys)?.account ?? ''),
      BucketKeyEnabled: true,
    }),
    5,
  ],
];

const ORDINARY_RULES = new WeightedChoice(RULES);
const ANY_RULE = new WeightedChoice(RULES.map(([rule]) => [rule, 1] as const));

/** A bucket rule for a bucket of an account: legal, and with a key that can be used. */
export function drawRule(walk: Walk, account: string): EncryptionRule {
  return perhapsBlocking(walk, ORDINARY_RULES.draw(walk.draw)?.(walk, account));
}

/** A legal bucket rule, every kind equally often. */
export function drawAnyRule(walk: Walk, account: string): EncryptionRule {
  return perhapsBlocking(walk, ANY_RULE.draw(walk.draw)?.(walk, account));
}

/** A rule seldom says what it blocks, which stays when it does not (F-17). */
function perhapsBlocking({ draw }: Walk, rule: EncryptionRule = { SSEAlgorithm: 'AES256' }): EncryptionRule {
  return draw.chance(12) ? { ...rule, BlockedEncryptionTypes: [draw.chance(70) ? 'SSE-C' : 'NONE'] } : rule;
}

/**
 * The rule this model is about: `aws:kms` with bucket keys, under a key of the account where there is one that works.
 */
export function bucketKeyRule(walk: Walk, account: string): EncryptionRule {
  const found = usableKey(walk, account);
  return {
    SSEAlgorithm: 'aws:kms',
    ...(found === undefined ? {} : { KMSMasterKeyID: found.arn }),
    BucketKeyEnabled: true,
  };
}

/** Rules S3 refuses (F-04, F-05), and one it takes although its key will not be found (F-09). */
export function drawBadRules(walk: Walk): EncryptionRule[] {
  const rule = bucketKeyRule(walk, walk.setup.kmsKeys[0]?.account ?? '');
  return walk.draw.one<EncryptionRule[]>([
    [],
    [rule, rule],
    [{ SSEAlgorithm: 'AES256', KMSMasterKeyID: ABSENT_KEY_ID }],
    [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: drawBadReference(walk), BucketKeyEnabled: true }],
  ]);
}
