import { utf8ToBytes } from '@noble/ciphers/utils.js';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { Random } from '../crypto/random.ts';
import { open, type Sealer } from '../crypto/sealer.ts';
import { SecretKey } from '../crypto/secret-key.ts';
import type { ReferenceOptions } from '../options.ts';
import type { ServedOperation } from '../parts/kms.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import { type KmsFailure, KmsRefusal } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import type { EncryptionContext } from '../s3/stored-object.ts';
import type { CiphertextBlob, StoredKmsKey } from './key.ts';
import { keyAllows } from './key-question.ts';
import type { KeyStore } from './key-store.ts';
import type { Quotas } from './quotas.ts';

/** What was wrapped does not open: another context, key or material, or changed on the way (F-91). */
export class InvalidCiphertextError extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(`InvalidCiphertextException: ${problem}`, options);
  }
}

/** What a KMS takes of the options of a reference. */
type Waits = Pick<ReferenceOptions, 'untilKmsAnswers' | 'untilAnswerArrives' | 'negativeLifetimeMs'>;

/**
 * An in-memory KMS: three of the operations S3 uses, with real AES-256-GCM. All of them reject with {@link KmsRefusal}.
 */
export class ReferenceKms {
  /** Whether it refuses all calls with `ThrottlingException` (F-131). */
  throttling = false;
  /** Whether no call gets through to it, or no answer from it (U-32). */
  unreachable: false | 'calls' | 'answers' = false;
  /** Trouble that somebody ordered for a call: why it fails, or null. Undefined = none, ever. */
  trouble: ((operation: ServedOperation, scope: RequestScope) => Promise<KmsFailure | null>) | undefined;
  /** Its keys and aliases. */
  readonly keys: KeyStore;
  readonly #sealer: Sealer;
  readonly #random: Random;
  readonly #parts: ReferenceParts;
  readonly #untilItAnswers: Waits['untilKmsAnswers'];
  readonly #untilAnswerArrives: Waits['untilAnswerArrives'];
  readonly #service: Requester | undefined;
  readonly #quotas: Quotas;
  readonly #negativeLifetimeMs: number;
  /** Refusals that S3 remembers, by who asked for what. */
  readonly #refusals = new Map<string, { readonly failure: KmsFailure; readonly untilMs: number }>();

  constructor(
    keys: KeyStore,
    sealer: Sealer,
    random: Random,
    parts: ReferenceParts,
    { untilKmsAnswers, untilAnswerArrives, negativeLifetimeMs }: Waits,
    quotas: Quotas,
    service?: Requester,
  ) {
    this.keys = keys;
    this.#sealer = sealer;
    this.#random = random;
    this.#parts = parts;
    this.#untilItAnswers = untilKmsAnswers;
    this.#untilAnswerArrives = untilAnswerArrives;
    this.#negativeLifetimeMs = negativeLifetimeMs;
    this.#quotas = quotas;
    this.#service = service;
  }

  /** A new key in the clear, with the blob that brings it back; `given` is one of another size than S3 wants. */
  generateDataKey(
    scope: RequestScope,
    keyArn: string,
    context: EncryptionContext,
    given?: SecretKey,
  ): Promise<{ readonly plaintext: SecretKey; readonly blob: CiphertextBlob }> {
    return this.#answered(scope, 'GenerateDataKey', keyArn, context, (key) => {
      const plaintext = given ?? new SecretKey(this.#parts.crypto.newKey(this.#random));
      return { plaintext, blob: this.#wrap(scope, key, plaintext, context) };
    });
  }

  /** Wraps a key the caller has. */
  encrypt(
    scope: RequestScope,
    keyArn: string,
    plaintext: SecretKey,
    context: EncryptionContext,
  ): Promise<CiphertextBlob> {
    return this.#answered(scope, 'Encrypt', keyArn, context, (key) => this.#wrap(scope, key, plaintext, context));
  }

  /**
   * Unwraps a blob. Rejects with {@link InvalidCiphertextError} where context or material is not that of
   * the wrapping (F-91): correct callers never get there.
   */
  decrypt(scope: RequestScope, blob: CiphertextBlob, context: EncryptionContext): Promise<SecretKey> {
    return this.#answered(scope, 'Decrypt', blob.keyArn, context, (key) => {
      const material = key.material.find(({ version }) => version === blob.version);
      if (material === undefined)
        throw new InvalidCiphertextError(`${key.arn} has lost version ${blob.version} of its material`);
      try {
        return new SecretKey(open(material.key, blob.sealed, contextBytes(context)));
      } catch (cause) {
        throw new InvalidCiphertextError(
          `${key.arn} did not wrap this blob with context ${canonicalContext(context)}`,
          { cause },
        );
      }
    });
  }

  /** Refuses who is not allowed an operation, as if it had been called; who is allowed it leaves no trace. */
  requireAllowed(scope: RequestScope, operation: ServedOperation, keyArn: string, context: EncryptionContext): void {
    const by = this.#service ?? scope.requester;
    const key = this.keys.find(keyArn, scope.atMs);
    if (key === undefined || keyAllows(this.keys, this.#parts, key, by, operation, context)) return;
    const call = { operation, by: by.name, keyArn, context, result: 'AccessDeniedException' } as const;
    scope.trail.kmsCalls.push(...this.#parts.kms.auditRecords(call));
    // It has arrived, so it counts.
    this.#quotas.isOver(this.#parts.kms.quotaHolder(by.account, key.account), scope.atMs);
    throw new KmsRefusal('AccessDeniedException');
  }

  /** What KMS makes of a key that a call is let in for, once that is back at S3; or its refusal, likewise. */
  async #answered<T>(
    scope: RequestScope,
    operation: ServedOperation,
    keyArn: string,
    context: EncryptionContext,
    make: (key: StoredKmsKey) => T,
  ): Promise<T> {
    try {
      return make(await this.#call(scope, operation, keyArn, context));
    } finally {
      await this.#untilAnswerArrives(scope.trail);
    }
  }

  /** Lets a call in or refuses it; either way it is on the audit trail. It is by who asks, or by the service. */
  async #call(
    scope: RequestScope,
    operation: ServedOperation,
    keyArn: string,
    context: EncryptionContext,
  ): Promise<StoredKmsKey> {
    await this.#untilItAnswers(scope.trail);
    const ordered = this.trouble === undefined ? null : await this.trouble(operation, scope);
    const key = this.keys.find(keyArn, scope.atMs);
    const by = this.#service ?? scope.requester;
    const remembers = this.#negativeLifetimeMs > 0;
    const question = remembers ? JSON.stringify([by.name, operation, keyArn, canonicalContext(context)]) : '';
    const remembered = this.#refusals.get(question);
    if (remembered !== undefined && scope.atMs < remembered.untilMs) throw new KmsRefusal(remembered.failure);
    const holder = this.#parts.kms.quotaHolder(by.account, key?.account ?? by.account);
    const arrives = ordered !== 'unreachable' && this.unreachable !== 'calls';
    const isOver = arrives && this.#quotas.isOver(holder, scope.atMs);
    const failure = ordered ?? this.#failure(by, operation, key, context, isOver);
    scope.trail.kmsCalls.push(
      ...this.#parts.kms.auditRecords({
        operation,
        by: by.name,
        keyArn,
        context,
        result: failure ?? 'ok',
      }),
    );
    const lost = this.unreachable === 'answers' ? this.#parts.kms.takenForLost() : null;
    if (lost !== null) throw new KmsRefusal(lost);
    if (remembers && (failure === 'AccessDeniedException' || failure === 'DisabledException'))
      this.#refusals.set(question, { failure, untilMs: scope.atMs + this.#negativeLifetimeMs });
    if (key === undefined || failure !== null) throw new KmsRefusal(failure ?? 'NotFoundException');
    return key;
  }

  #failure(
    requester: Requester,
    operation: ServedOperation,
    key: StoredKmsKey | undefined,
    context: EncryptionContext,
    isOver: boolean,
  ): KmsFailure | null {
    const { stateFailure } = this.#parts.kms;
    if (this.unreachable === 'calls') return 'unreachable';
    if (this.throttling || isOver) return 'ThrottlingException';
    if (key === undefined || key.state === 'Deleted') return 'NotFoundException';
    const allowed = keyAllows(this.keys, this.#parts, key, requester, operation, context);
    if (!allowed) return 'AccessDeniedException';
    return stateFailure(key.state) ?? this.#parts.kms.usageFailure(key.isOfOtherUse);
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
