import type { Caller, KmsEvent } from '../cloudtrail/events/trail-event.ts';
import type { CallClass } from './call-class.ts';

/** Most groups that are told apart. */
const MAX_GROUPS = 20_000;

/** Calls that have bucket, requester, operation, key and kind of context in common. */
export interface CallGroup {
  /** Undefined for calls that S3 did not make. */
  readonly bucket: string | undefined;
  /** Name of the role, user or service. */
  readonly requester: string;
  readonly account: string | undefined;
  readonly operation: string;
  readonly keyArn: string | undefined;
  /** What the context names: with a bucket key the bucket, without one the object. */
  readonly context: 'bucket' | 'object' | 'other';
  /** CloudTrail's own calls are not. */
  readonly billed: boolean;
  calls: number;
  /** Of them those that failed. */
  denied: number;
}

/** Calls, grouped; groups beyond a bound are counted together. */
export class CallGroups {
  readonly #groups = new Map<string, CallGroup>();
  /** Calls of groups beyond the bound. */
  beyond = 0;

  take(call: KmsEvent, of: CallClass): void {
    const { caller, target, name, keyArn, error } = call;
    const context = target === undefined ? 'other' : target.key === undefined ? 'bucket' : 'object';
    const at = `${target?.bucket}\0${whoIs(caller)}\0${name}\0${keyArn}\0${context}`;
    let group = this.#groups.get(at);
    if (group === undefined) {
      if (this.#groups.size >= MAX_GROUPS) {
        this.beyond += 1;
        return;
      }
      group = {
        bucket: target?.bucket,
        requester: caller.name,
        account: caller.account,
        operation: name,
        keyArn,
        context,
        billed: of !== 'by CloudTrail',
        calls: 0,
        denied: 0,
      };
      this.#groups.set(at, group);
    }
    group.calls += 1;
    if (error !== undefined) group.denied += 1;
  }

  /** All groups, those with the most calls first. */
  get all(): readonly CallGroup[] {
    return [...this.#groups.values()].sort((a, b) => b.calls - a.calls);
  }
}

function whoIs({ account, principal }: Caller): string {
  return `${account}\0${principal}`;
}
