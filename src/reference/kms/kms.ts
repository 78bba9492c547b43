import { utf8ToBytes } from '@noble/ciphers/utils.js';
import type { KmsOperation } from '../../../model/vocabulary/kms-call.ts';
import type { Random } from '../crypto/random.ts';
import { open, type Sealer } from '../crypto/sealer.ts';
import { SecretKey } from '../crypto/secret-key.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import { type KmsFailure, KmsRefusal } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import type { EncryptionContext } from '../s3/stored-object.ts';
import type { CiphertextBlob, StoredKmsKey } from './key.ts';
import type { KeyStore } from './key-store.ts';

/**
 * An in-memory KMS: the three operations S3 uses, with real AES-256-GCM. All of them reject with {@link KmsRefusal}.
 */
export class ReferenceKms {
  /** Whether it refuses all calls with `ThrottlingException` (F-131). */
  throttling = false;
  /** Its keys and aliases. */
  readonly keys: KeyStore;
  readonly #sealer: Sealer;
  readonly #random: Random;
  readonly #parts: ReferenceParts;
  readonly #untilItAnswers: () => Promise<void>;

  constructor(
    keys: KeyStore,
    sealer: Sealer,
    random: Random,
    parts: ReferenceParts,
    untilItAnswers: () => Promise<void>,
  ) {
    this.keys = keys;
    this.#sealer = sealer;
    this.#random = random;
    this.#parts = parts;
    this.#untilItAnswers = untilItAnswers;
  }

  /** A new key in the clear, with the blob that brings it back. */
  async generateDataKey(
    scope: RequestScope,
    keyArn: string,
    context: EncryptionContext,
  ): Promise<{ readonly plaintext: SecretKey; readonly blob: CiphertextBlob }> {
    const key = await this.#call(scope, 'GenerateDataKey', keyArn, context);
    const plaintext = new SecretKey(this.#parts.crypto.newKey(this.#random));
    return { plaintext, blob: this.#wrap(scope, key, plaintext, context) };
  }

  /** Wraps a key the caller has. */
  async encrypt(
    scope: RequestScope,
    keyArn: string,
    plaintext: SecretKey,
    context: EncryptionContext,
  ): Promise<CiphertextBlob> {
    const key = await this.#call(scope, 'Encrypt', keyArn, context);
    return this.#wrap(scope, key, plaintext, context);
  }

  /**
   * Unwraps a blob. Rejects with a plain Error (`InvalidCiphertextException`) where context or material is not that of
   * the wrapping (F-91): correct callers never get there.
   */
  async decrypt(scope: RequestScope, blob: CiphertextBlob, context: EncryptionContext): Promise<SecretKey> {
    const key = await this.#call(scope, 'Decrypt', blob.keyArn, context);
    const material = key.material.find(({ version }) => version === blob.version);
    if (material === undefined)
      throw new Error(`InvalidCiphertextException: ${key.arn} has lost version ${blob.version} of its material`);
    try {
      return new SecretKey(open(material.key, blob.sealed, contextBytes(context)));
    } catch (cause) {
      throw new Error(
        `InvalidCiphertextException: ${key.arn} did not wrap this blob with context ${canonicalContext(context)}`,
        { cause },
      );
    }
  }

  /** Lets a call in or refuses it; either way it is on the audit trail. */
  async #call(
    scope: RequestScope,
    operation: KmsOperation,
    keyArn: string,
    context: EncryptionContext,
  ): Promise<StoredKmsKey> {
    await this.#untilItAnswers();
    const key = this.keys.find(keyArn, scope.atMs);
    const failure = this.#failure(scope, operation, key, context);
    scope.trail.kmsCalls.push(
      ...this.#parts.kms.auditRecords({
        operation,
        by: scope.requester.name,
        keyArn,
        context,
        result: failure ?? 'ok',
      }),
    );
    if (key === undefined || failure !== null) throw new KmsRefusal(failure ?? 'NotFoundException');
    return key;
  }

  #failure(
    scope: RequestScope,
    operation: KmsOperation,
    key: StoredKmsKey | undefined,
    context: EncryptionContext,
  ): KmsFailure | null {
    const { policyAllows, contextMatches, stateFailure } = this.#parts.kms;
    if (this.throttling) return 'ThrottlingException';
    if (key === undefined || key.state === 'Deleted') return 'NotFoundException';
    const allowed = policyAllows(
      { requester: scope.requester, operation, statements: key.policy, context },
      contextMatches,
    );
    return allowed ? stateFailure(key.state) : 'AccessDeniedException';
  }

  #wrap(scope: RequestScope, key: StoredKmsKey, plaintext: SecretKey, context: EncryptionContext): CiphertextBlob {
    const material = this.keys.currentMaterial(key, scope.atMs);
    scope.trail.wraps.push({ kmsKeyArn: key.arn, material: material.key.fingerprint });
    const sealed = this.#sealer.seal(scope.trail, material.key, plaintext.bytes, contextBytes(context));
    return { keyArn: key.arn, version: material.version, sealed };
  }
}

/** The pairs of a context in one fixed order, so that equal contexts are equal bytes. */
function canonicalContext(context: EncryptionContext): string {
  return JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function contextBytes(context: EncryptionContext): Uint8Array {
  return utf8ToBytes(canonicalContext(context));
}
