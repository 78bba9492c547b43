import { kmsKeyArn } from '../vocabulary/arn.ts';
import type { Body } from '../vocabulary/body.ts';
import type { EncryptionRule } from '../vocabulary/encryption.ts';
import type { Setup } from '../vocabulary/setup.ts';

/** The account most of the scene belongs to. */
export const HOME_ACCOUNT = '111111111111';
/** The other account. */
export const OTHER_ACCOUNT = '222222222222';

/** Content whose MD5 was recomputed from a recorded answer of AWS (F-80). */
export const TEST_BODY: Body = { text: 'test-sse', md5: '42832cdec7083e70a9cd6f2d5852e004' };
/** Another content. */
export const OTHER_BODY: Body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };

/** ARN of a key of the home account. */
export function homeKey(id: string): string {
  return kmsKeyArn(HOME_ACCOUNT, id);
}

/**
 * The world of every test that needs no other: of the model, the properties, the oracle, the reference and the mutants.
 * Two accounts. At home: the role `ann` in two sessions (`ann`, `ann-again`), under a scoping policy (`ann-scoped`) and
 * signing in the old way (`ann-v2`), `anyone` who does not sign, the roles `bob` and `admin`, the replication role
 * `repl`; keys K1, K2, K9, KD, KR; alias/x -> K1; buckets `b` (with the PLAIN object `old`), `c` and `d`. Away: `eve`,
 * whose role is named ann as well; KA, alias/x -> KA, bucket `away`.
 */
export const SCENE: Setup = {
  requesters: [
    { name: 'ann', account: HOME_ACCOUNT, principal: 'ann', session: 's1' },
    { name: 'ann-again', account: HOME_ACCOUNT, principal: 'ann', session: 's2' },
    { name: 'ann-scoped', account: HOME_ACCOUNT, principal: 'ann', session: 's1', scopingPolicy: 'narrow' },
    { name: 'bob', account: HOME_ACCOUNT, principal: 'bob', session: 's1' },
    { name: 'admin', account: HOME_ACCOUNT, principal: 'admin', session: 's1' },
    { name: 'repl', account: HOME_ACCOUNT, principal: 'replication', session: 's1' },
    { name: 'eve', account: OTHER_ACCOUNT, principal: 'ann', session: 's1' },
    { name: 'ann-v2', account: HOME_ACCOUNT, principal: 'ann', session: 's1', signature: 'v2' },
    { name: 'anyone', account: HOME_ACCOUNT, principal: 'anyone', session: 's1', signature: 'none' },
  ],
  kmsKeys: [
    ...['K1', 'K2', 'K9', 'KD', 'KR'].map((id) => ({ id, account: HOME_ACCOUNT })),
    { id: 'KA', account: OTHER_ACCOUNT },
  ],
  aliases: [
    { account: HOME_ACCOUNT, alias: 'alias/x', keyId: 'K1' },
    { account: OTHER_ACCOUNT, alias: 'alias/x', keyId: 'KA' },
  ],
  buckets: [
    { name: 'b', account: HOME_ACCOUNT, plainObjects: [{ key: 'old', body: TEST_BODY }] },
    { name: 'c', account: HOME_ACCOUNT, plainObjects: [] },
    { name: 'd', account: HOME_ACCOUNT, plainObjects: [] },
    { name: 'away', account: OTHER_ACCOUNT, plainObjects: [] },
  ],
};

/** {@link SCENE}, and the directory bucket `z` at home (F-20). */
export const DIRECTORY_SCENE: Setup = {
  ...SCENE,
  buckets: [...SCENE.buckets, { name: 'z', account: HOME_ACCOUNT, plainObjects: [], kind: 'directory' }],
};

/** The destination defaults of the rows P1 to P11, P14, P15. */
export const RULES = {
  B0: { SSEAlgorithm: 'AES256' },
  B1: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1' },
  B2: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1', BucketKeyEnabled: true },
  B3: { SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true },
  B4: { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'K1' },
} as const satisfies Record<string, EncryptionRule>;
