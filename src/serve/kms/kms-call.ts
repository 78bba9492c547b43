import type { KmsEvent } from '../../../model/vocabulary/events/kms-events.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { StoredKmsKey } from '../../reference/kms/key.ts';
import { InvalidCiphertextError } from '../../reference/kms/kms.ts';
import { KmsRefusal } from '../../reference/refusal.ts';
import type { RequestScope } from '../../reference/request-scope.ts';
import { HangUp } from '../http/reply.ts';
import type { Asker, World } from '../world/world.ts';
import { delayed } from './faults.ts';
import { KmsException } from './kms-exception.ts';
import type { LoggedCall } from './kms-log.ts';

/** One call that somebody makes of KMS itself, in whatever protocol. */
export class KmsCall {
  readonly world: World;
  readonly asker: Asker;
  readonly #via: LoggedCall['via'];
  /** What the log says it was about. */
  #keyArn: string | null = null;
  #context: Readonly<Record<string, string>> = {};

  constructor(world: World, asker: Asker, via: LoggedCall['via']) {
    this.world = world;
    this.asker = asker;
    this.#via = via;
  }

  get account(): string {
    return this.asker.requester.account;
  }

  /**
   * Carries it out, struck by what faults are in force, and logs it. Rejects with {@link KmsException}, or with
   * {@link HangUp} where nobody is to get the answer.
   */
  async run<R>(operation: string, carryOut: () => Promise<R> | R): Promise<R> {
    const faults = this.world.faults.strike(operation);
    await delayed(faults);
    const kinds = faults.map(({ kind }) => kind);
    const attempt = async (): Promise<R> => {
      if (kinds.includes('throttle')) throw new KmsException('ThrottlingException', 'Rate exceeded');
      if (kinds.includes('error')) throw new KmsException('KMSInternalException', 'An internal error was ordered');
      return carryOut();
    };
    const done = await attempt().then((value) => ({ value }), exceptionOf);
    const result = done instanceof KmsException ? done.code : 'ok';
    const about = { keyArn: this.#keyArn, context: this.#context };
    this.world.logCall(this.asker, { via: this.#via, operation, result, ...about });
    // Of a call that nobody carries out there is no answer either.
    if (kinds.includes('drop') || result === 'unreachable') throw new HangUp();
    if (done instanceof KmsException) throw done;
    return done.value;
  }

  /** The key of a reference: id, ARN, alias or alias ARN. What it means is noted for the log. */
  arnOf(reference: string): string {
    const { kms, parts } = this.world.reference.s3;
    const arn = parts.kms.resolveKeyReference(reference, this.account, this.account, kms.keys);
    this.#keyArn = arn;
    return arn;
  }

  /** {@link arnOf} for encrypting and decrypting, in a context. The managed key is for S3 alone (F-12). */
  keyFor(reference: string, context: Readonly<Record<string, string>>): string {
    const arn = this.arnOf(reference);
    this.#context = context;
    const key = this.world.reference.s3.kms.keys.find(arn, this.world.clock.nowMs());
    if (key?.managed === true) throw new KmsException('AccessDeniedException', 'AWS managed keys are used by S3 alone');
    return arn;
  }

  /** A key of who asks. One of another account can be used, and not looked at or changed. */
  ownKey(reference: string): StoredKmsKey {
    const key = this.world.reference.s3.kms.keys.find(this.arnOf(reference), this.world.clock.nowMs());
    if (key === undefined || key.state === 'Deleted')
      throw new KmsException('NotFoundException', `${reference} not found`);
    if (key.account !== this.account) throw new KmsException('AccessDeniedException', 'The key is of another account');
    return key;
  }

  /** Sends an event to a key, and throws where it is refused. */
  async control(event: KmsEvent): Promise<Observation> {
    const observation = await this.world.take(this.asker, event);
    const { status, code } = observation;
    if (status !== 200) throw new KmsException(code ?? 'KMSInternalException');
    return observation;
  }

  /** What the reference wants to know of a call. */
  scope(): RequestScope {
    const { hosts } = this.world.reference.s3;
    const trail = { kmsCalls: [], seals: [], wraps: [], stored: {} };
    const scope = { atMs: this.world.clock.nowMs(), requester: this.asker.requester, host: hosts[0], trail };
    this.world.directCalls.add(scope);
    return scope;
  }
}

function exceptionOf(error: unknown): KmsException {
  if (error instanceof KmsException) return error;
  if (error instanceof KmsRefusal) return new KmsException(error.failure);
  if (error instanceof InvalidCiphertextError) return new KmsException('InvalidCiphertextException');
  throw error;
}
