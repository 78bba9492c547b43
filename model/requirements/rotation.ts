import type { Claim } from './requirement.ts';

/** Rotation of KMS keys. */
export const rotation: readonly Claim[] = [
  {
    id: 'F-124',
    confidence: 'documented',
    source: 'KMS23:rotate-keys; KMSAPI:RotateKeyOnDemand; KMSAPI:EnableKeyRotation',
    text: 'Rotation, every 90 to 2560 days or on demand up to 25 times, keeps id, ARN and policy of a key. Old material stays, and KMS finds the right one to decrypt with.',
  },
  {
    id: 'F-125',
    confidence: 'documented',
    source: 'KMS23:rotate-keys',
    text: 'Rotation re-encrypts nothing. Stored objects and cached bucket keys are unaffected; only bucket keys made later are protected by the new material.',
  },
  {
    id: 'F-126',
    confidence: 'documented',
    source: 'KMS23:rotate-keys; API:UpdateObjectEncryption',
    text: 'Pointing a rule or an alias at another key changes later writes alone. Old objects need the old key until they are copied or updated.',
  },
];
