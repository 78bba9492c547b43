import type {
  AliasSetup,
  BucketSetup,
  IdentityStatement,
  KmsKeySetup,
  Profile,
  Requester,
  Setup,
} from '../../model/index.ts';
import type { Draw } from './draw.ts';
import { BODIES } from './pools.ts';

const HOME = '111111111111';
const ABROAD = '222222222222';

const WRITER: Requester = { name: 'writer', account: HOME, principal: 'writer', session: 's1' };
/** Same role, other session: the same requester since 2023, another one before (F-95, F-96). */
const WRITER_AGAIN: Requester = { name: 'writer-2', account: HOME, principal: 'writer', session: 's2' };
/** Same role under a scoping policy: a requester of its own (F-95). */
const SCOPED: Requester = {
  name: 'scoped',
  account: HOME,
  principal: 'writer',
  session: 's1',
  scopingPolicy: 'narrow',
};
/** Same role under other policies: two names of scoping policies are two policies, however alike (F-95). */
const SCOPED_OTHERWISE: readonly [Requester, Requester] = [
  { ...SCOPED, name: 'scoped-otherwise', scopingPolicy: 'wide' },
  { ...SCOPED, name: 'scoped-otherwise', scopingPolicy: 'Narrow' },
];
/** Its role reads like that of the writer with the name of the policy behind it. */
const NARROW: Requester = { name: 'narrow', account: HOME, principal: 'writer-narrow', session: 's1' };
const READER: Requester = { name: 'reader', account: HOME, principal: 'reader', session: 's1' };
const ADMIN: Requester = { name: 'admin', account: HOME, principal: 'admin', session: 's1' };
/** Its role has the name of one in the other account: only the account tells them apart. */
const PARTNER: Requester = { name: 'partner', account: ABROAD, principal: 'writer', session: 's1' };
/** Same role, signing in the old way (F-34), and somebody who does not sign (F-101). */
const OLD_WRITER: Requester = {
  name: 'old-writer',
  account: HOME,
  principal: 'writer',
  session: 's1',
  signature: 'v2',
};
const NOBODY: Requester = { name: 'nobody-else', account: HOME, principal: 'none', session: 'none', signature: 'none' };
/** A service that asks in its own name, for something or for nothing in particular (K-28). */
const EDGE: Requester = {
  name: 'edge',
  account: HOME,
  principal: 'edge',
  session: 'edge',
  servicePrincipal: 'cloudfront.amazonaws.com',
};
const SOURCE_ARN = `arn:aws:cloudfront::${HOME}:distribution/EXAMPLE`;
const REPLICATOR: Requester = { name: 'replicator', account: HOME, principal: 'replicator', session: 's1' };

/** Names of all requesters that a setup may have, but for the service, which nobody has the credentials of. */
export const DRAWN_REQUESTERS: readonly string[] = [
  WRITER,
  READER,
  WRITER_AGAIN,
  SCOPED,
  SCOPED_OTHERWISE[0],
  NARROW,
  ADMIN,
  PARTNER,
  REPLICATOR,
  OLD_WRITER,
  NOBODY,
].map(({ name }) => name);

const KEYS: readonly KmsKeySetup[] = [
  { id: 'key-1', account: HOME },
  { id: 'key-2', account: HOME },
  { id: 'key-3', account: ABROAD },
];

/** The alias exists in one account or in both, so that whose it is shows (F-10). */
const ALIASES: readonly AliasSetup[] = [
  { account: HOME, alias: 'alias/data', keyId: 'key-1' },
  { account: ABROAD, alias: 'alias/data', keyId: 'key-3' },
];

/**
 * A random setup: two accounts, four to eleven requesters, three to five KMS keys, one or two aliases, two to four
 * buckets.
 */
export function drawSetup(
  draw: Draw,
  { requesterMode }: Pick<Profile, 'requesterMode'>,
  mayKeepVersions: boolean,
): Setup {
  const requesters = [WRITER, READER];
  if (draw.chance(70)) requesters.push(WRITER_AGAIN);
  if (draw.chance(60)) {
    requesters.push(SCOPED);
    if (draw.chance(60)) requesters.push(draw.one(SCOPED_OTHERWISE));
    if (draw.chance(30)) requesters.push(NARROW);
  }
  if (draw.chance(70)) requesters.push(ADMIN);
  requesters.push(PARTNER, REPLICATOR);
  if (draw.chance(25)) requesters.push(draw.chance(50) ? OLD_WRITER : NOBODY);
  if (draw.chance(12)) requesters.push(draw.chance(70) ? { ...EDGE, sourceArn: SOURCE_ARN } : EDGE);
  const kmsKeys = draw.chance(15) ? [...KEYS, IMPORTED_KEY] : KEYS;
  return {
    requesters,
    kmsKeys,
    aliases: draw.chance(50) ? ALIASES : ALIASES.slice(0, 1),
    buckets: mayKeepVersions ? withVersioning(draw, drawBuckets(draw)) : drawBuckets(draw),
    ...(requesterMode === 'service' && draw.chance(70) && { service: READER.name }),
    ...drawLimits(draw, requesters, kmsKeys),
  };
}

/** What IAM may say: everything, S3 only, no Decrypt, what is in one bucket, or keys for the contexts of objects. */
const IAM_STATEMENTS: readonly (readonly IdentityStatement[])[] = [
  [{ effect: 'Allow', actions: ['s3:*', 'kms:*'] }],
  [{ effect: 'Allow', actions: ['s3:*'] }],
  [
    { effect: 'Allow', actions: ['s3:*', 'kms:*'] },
    { effect: 'Deny', actions: ['kms:Decrypt'] },
  ],
  [
    { effect: 'Allow', actions: ['s3:*'], resources: ['arn:*:s3:::alpha', 'arn:*:s3:::alpha/*'] },
    { effect: 'Allow', actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: ['*:key/key-1'] },
  ],
  [
    { effect: 'Allow', actions: ['s3:*'] },
    {
      effect: 'Allow',
      actions: ['kms:*'],
      condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:*:s3:::*/*' } },
    },
  ],
  [{ effect: 'Allow', actions: ['s3:GetObject', 'kms:Decrypt'] }],
];

/** A key that S3 cannot use (E-10). */
const OTHER_KEY: KmsKeySetup = { id: 'key-4', account: HOME, keySpec: 'HMAC_256' };

/** A key whose material is imported (F-209). */
const IMPORTED_KEY: KmsKeySetup = { id: 'key-5', account: HOME, origin: 'EXTERNAL' };

/**
 * Now and then it is told what IAM says of a role, of somebody abroad, or of a session (F-187), or that an account has
 * so small a quota of KMS that a motif uses it up (F-127), and a key for something else.
 */
function drawLimits(
  draw: Draw,
  requesters: readonly Requester[],
  kmsKeys: readonly KmsKeySetup[],
): Partial<Pick<Setup, 'identityPolicies' | 'scopingPolicies' | 'kmsQuotas' | 'kmsKeys'>> {
  if (!draw.chance(16)) return {};
  const of = draw.one([READER, PARTNER, WRITER] as const);
  const scoped = requesters.find(({ scopingPolicy }) => scopingPolicy !== undefined);
  const { account, principal } = of;
  return {
    ...(draw.chance(70)
      ? { identityPolicies: [{ account, principal, statements: draw.one(IAM_STATEMENTS) ?? [] }] }
      : { kmsQuotas: [{ account: HOME, requestsPerSecond: 2 }], kmsKeys: [...kmsKeys, OTHER_KEY] }),
    ...(scoped?.scopingPolicy !== undefined &&
      draw.chance(60) && {
        scopingPolicies: [{ name: scoped.scopingPolicy, statements: draw.one(IAM_STATEMENTS) ?? [] }],
      }),
  };
}

/**
 * One bucket of each account, one whose name begins with that of another, one with objects from before 2023 (F-33),
 * which may be a bucket of its own.
 */
function drawBuckets(draw: Draw): BucketSetup[] {
  const count = draw.between(2, 4);
  const oldObjects = draw.some(OLD_OBJECTS, 70);
  const plainObjects = oldObjects.length === 0 ? OLD_OBJECTS : oldObjects;
  const buckets: BucketSetup[] = [{ name: 'alpha', account: HOME, plainObjects: count === 2 ? plainObjects : [] }];
  const isLogs = draw.chance(50);
  if (count === 4 || (count === 3 && isLogs))
    buckets.push({ name: 'alpha-logs', account: HOME, plainObjects: count === 3 ? plainObjects : [] });
  if (count === 4 || (count === 3 && !isLogs)) buckets.push({ name: 'archive', account: HOME, plainObjects });
  buckets.push({ name: 'partner-data', account: ABROAD, plainObjects: [] });
  return buckets;
}

/** Now and then it is known what buckets do about versions; of most of them that they keep them. */
function withVersioning(draw: Draw, buckets: readonly BucketSetup[]): readonly BucketSetup[] {
  if (!draw.chance(10)) return buckets;
  return buckets.map((bucket) => {
    const versioning = draw.one(['Enabled', 'Enabled', 'Enabled', 'Unversioned', 'Suspended'] as const);
    const objectLock = versioning === 'Enabled' && draw.chance(60);
    return { ...bucket, versioning, ...(objectLock && { objectLock }) };
  });
}

/** One under a name that other traces write to, so that it is overwritten. */
const OLD_OBJECTS: BucketSetup['plainObjects'] = [
  { key: 'a', body: BODIES[0] },
  { key: 'from-2022', body: { text: 'hello', md5: '5d41402abc4b2a76b9719d911017c592' } },
];
