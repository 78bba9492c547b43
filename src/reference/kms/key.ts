import type { CreateGrant } from '../../../model/vocabulary/events/kms-events.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import type { Sealed } from '../crypto/sealer.ts';
import type { SecretKey } from '../crypto/secret-key.ts';

/**
 * State of a KMS key (F-115). A deleted key keeps its name and nothing else; one that is pending import waits for its
 * material (F-209).
 */
export type KeyState = 'Enabled' | 'Disabled' | 'PendingImport' | 'PendingDeletion' | 'Deleted';

/** One version of a key's material; rotation adds versions and keeps the old (F-124). */
export interface KeyMaterial {
  readonly version: number;
  readonly key: SecretKey;
}

/** Automatic rotation of a key (F-124). */
export interface AutomaticRotation {
  readonly periodMs: number;
  /** When the next rotation is due. */
  readonly dueAtMs: number;
}

/** What is special about a key for imported material. */
export interface Import {
  /** What the owner of the key keeps of its material: nothing else can be imported (F-210). */
  ownersCopy: Uint8Array;
  /** What somebody offers for the import that is under way; null = the owner's copy. */
  offered: Uint8Array | null;
  /** Whether it was imported once, so that no other can be. */
  isBound: boolean;
  /** When the material expires; null = never. */
  endsAtMs: number | null;
}

/** A grant on a key. */
export interface StoredGrant
  extends Pick<CreateGrant, 'granteePrincipal' | 'retiringPrincipal' | 'operations' | 'constraints'> {
  /** Null once another grant has its name. */
  name: string | null;
}

/** A KMS key. */
export interface StoredKmsKey {
  /** Bare key id. */
  readonly id: string;
  /** Account of the owner. */
  readonly account: string;
  readonly arn: string;
  /** Whether it is the AWS managed key of its account, which nobody can configure (F-12). */
  readonly managed: boolean;
  /** It is of another spec than S3 can use (E-10), and of no use here. */
  readonly isOfOtherUse: boolean;
  /** Of a key whose material is imported; else null. */
  readonly imported: Import | null;
  state: KeyState;
  /** End of the waiting period; null unless pending deletion. */
  deletionAtMs: number | null;
  policy: readonly KeyPolicyStatement[];
  grants: readonly StoredGrant[];
  /** All versions, oldest first; none once deleted, nor of a key whose material is yet to be imported. */
  material: readonly KeyMaterial[];
  automaticRotation: AutomaticRotation | null;
  onDemandRotations: number;
}

/**
 * What KMS encrypted: it names the key and the version of its material, and opens with the context of the encryption
 * only.
 */
export interface CiphertextBlob {
  readonly keyArn: string;
  readonly version: number;
  readonly sealed: Sealed;
}
