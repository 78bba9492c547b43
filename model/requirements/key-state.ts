import { claims } from './claims.ts';

/** KMS keys: state, revocation, rotation, control. */
export const keyState = claims(`
F-115 | documented | KMS23:key-state | Cryptographic calls need an enabled key: disabled answers DisabledException,
  pending or unavailable KMSInvalidStateException.
F-116 | documented | LS:test_s3_sse_validate_kms_key_state; ERR | S3 passes the state of a key on as 400 with the code
  KMS. and KMS's name, on reads and writes.
F-117 | documented | KMS23:concepts; UG:bucket-key | An unusable key bites when it is used next, so who is warm is
  served until the cached bucket key is dropped.
F-118 | documented | UG:bucket-key | A warm request is not checked against the key policy; a permission taken away bites
  at the next cold use.
F-119 | implied | inference | To cut access soonest deny it at S3: checked each time, it bites as soon as it has
  propagated (F-14, F-46).
F-120 | implied | inference | After a disable, requests without a bucket key fail at once, reads with one when cold,
  writes when a new bucket key is due.
F-121 | documented | KMS23:deleting-keys | Disabling can be undone, and a cancelled deletion leaves the key disabled.
  After 7 to 30 days a deleted key and all under it are lost, once caches are empty.
F-122 | documented | KMS23:grants; KMS23:programming-eventual-consistency | Changes at KMS are eventual: seconds as a
  rule, minutes in some cases. Until then an operation may fail as if the change had not been made.
F-123 | folklore, background | https://typesense-index.securosys.com/xks/Use-Cases/usecases | A vendor warns that S3
  uses cached keys for a short time after an external key store is shut.
F-124 | documented | KMS23:rotate-keys; KMSAPI:RotateKeyOnDemand; KMSAPI:EnableKeyRotation | Rotation, every 90 to 2560
  days (default 365) or on demand 25 times a key (10 in April 2025), keeps id, ARN, policy and old material, which KMS
  finds by itself. Near an automatic one it is refused (F-168), of keys not symmetric always.
F-125 | documented | KMS23:rotate-keys | Rotation re-encrypts nothing: objects and cached bucket keys stay, only later
  bucket keys are under the new material.
F-126 | documented | KMS23:rotate-keys; API:UpdateObjectEncryption | Another key in a rule or behind an alias changes
  later writes alone; old objects need the old key until copied or updated.
F-164 | documented | KMSAPI:DisableKey; KMSAPI:UpdateAlias; LS:test_kms | DisableKey and its kin ask the key policy, of
  the owner's account too, UpdateAlias those of the old and the new key; a bare id from another account is completed
  with the caller's and answered NotFoundException.
F-191 | documented | KMSAPI:CreateAlias; KMSAPI:DeleteAlias; KMS23:alias-access | An alias is made for a key of the
  account, not AWS's own nor pending deletion, under a name that is free (E-58), and deleted whatever the state of the
  key. Key policy and IAM, on the alias, must allow both.
F-193 | documented | KMSAPI:DisableKeyRotation; KMS23:key-state | DisableKeyRotation ends automatic rotation, where
  there is none without effect; it asks of a key what EnableKeyRotation does.
F-207 | documented | KMSAPI:GetKeyRotationStatus; KMS23:key-state | GetKeyRotationStatus tells of a key in any state
  whether it rotates by itself: a disabled key shows what it did, one pending deletion false until that is cancelled,
  AWS managed keys always true, keys not symmetric always false.
F-192 | documented | KMSAPI:ScheduleKeyDeletion | With a KMS key all aliases that refer to it are deleted.
F-165 | documented | KMSAPI:PutKeyPolicy | A key policy must leave its caller able to change it again, unless the
  lockout check is bypassed (E-49).
F-203 | documented | KMS23:grants; KMSAPI:CreateGrant | A grant lets its grantee principal use a key for the
  operations that it lists, where neither key policy nor IAM allows it; it denies nothing, and an explicit Deny wins
  over it.
F-204 | documented | KMSAPI:GrantConstraints | A constraint of a grant is about the whole encryption context:
  EncryptionContextSubset wants its pairs among it, EncryptionContextEquals those and no other. Names of pairs match
  whatever their case, values as they are.
F-205 | implied | inference | A grant constrained to the ARN of an object does not match what is done by a bucket key,
  whose context has the ARN of the bucket (F-88).
F-206 | documented | KMSAPI:CreateGrant; KMSAPI:RevokeGrant; KMS23:key-state | CreateGrant needs an enabled key that
  has the operations, RevokeGrant a grant that is there, or else NotFoundException, of a key in any state. Key policy
  and IAM must allow both.
F-208 | documented | KMSAPI:RetireGrant; KMS23:grant-delete | A grant is retired, of a key in any state, by the
  retiring principal that it names, its grantee if it lists RetireGrant, and whom IAM allows it in the account of the
  key. A Deny of IAM wins; the key policy has no say.
F-209 | documented | KMS23:key-state; KMS23:importing-keys | A KMS key of origin EXTERNAL begins without material,
  PendingImport: its use, EnableKey, DisableKey and CreateGrant are refused with KMSInvalidStateException. Aliases, its
  policy, its grants and its deletion are managed.
F-210 | documented | KMSAPI:ImportKeyMaterial; KMS23:key-state | ImportKeyMaterial enables a key; the material
  expires within 365 days, or never, and no other is ever taken. Of another origin than EXTERNAL it is
  UnsupportedOperationException, pending deletion KMSInvalidStateException.
F-211 | documented | KMSAPI:DeleteImportedKeyMaterial; KMS23:importing-keys-delete-key-material | Material that is
  deleted or expires leaves a key PendingImport, one pending deletion as it is, and can be imported again. Deleting none
  does nothing; of another origin it is UnsupportedOperationException.
F-212 | documented | KMS23:key-state; KMSAPI:RotateKeyOnDemand | Imported material does not rotate by itself: who turns
  that on or off gets UnsupportedOperationException. On demand it takes new material, imported before, else
  KMSInvalidStateException.
F-213 | documented | KMSAPI:CreateKey; KMS23:iam-policies | CreateKey makes an enabled key in the account that asks,
  under an id that KMS gives and that no other has. There being no key policy, IAM alone is asked, about no key.
F-214 | documented | KMSAPI:CreateKey; KMS23:key-policy-default | A new key without a policy gets the default, which
  allows its account all; one that is given must leave its caller able to change it, as in F-165 (E-49).
F-215 | documented | KMS23:programming-eventual-consistency | A key that was made a moment ago may not be found yet:
  NotFoundException, as long as changes take (F-122).
F-168 | documented | KMSAPI:RotateKeyOnDemand | RotateKeyOnDemand within 20 minutes of an automatic rotation: E-50.
`);
