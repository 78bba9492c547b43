import { homeKey } from '../../../model/testing/scene.ts';
import type { EncryptionRule } from '../../../model/vocabulary/encryption.ts';

/** The destination defaults of the rows P1 to P11, P14, P15, K1 as full ARN. */
export const RULES_BY_ARN = {
  B0: { SSEAlgorithm: 'AES256' },
  B1: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: homeKey('K1') },
  B2: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: homeKey('K1'), BucketKeyEnabled: true },
  B3: { SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true },
  B4: { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: homeKey('K1') },
} as const satisfies Record<string, EncryptionRule>;
