import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Violation } from '../oracle/verdict.ts';
import { EXPLAINED, EXPLAINED_TITLE } from './explained.ts';

/** A request that was answered by nothing but transient errors so far. */
interface Lost {
  /** Such answers in a row. */
  readonly times: number;
  /** The last of them. */
  readonly seen: ObservedStep;
  readonly stepIndex: number;
}

/**
 * The transient answers of S3 itself (E-45) that a trace has. They explain everything, so a system that gives nothing
 * else is told so: where a request was tried again and got nothing else, or a kind of request never got anything else.
 */
export class LostAnswers {
  /** Requests whose last answer was lost. */
  readonly #requests = new Map<string, Lost>();
  /** By requester, operation and bucket, whether there ever was another answer, with the last lost one. */
  readonly #kinds = new Map<string, Lost | 'answered'>();
  #steps = 0;
  /** How many there were. */
  count = 0;

  /** Takes note of a step; `isLost`: nothing but a transient error explains its answer. */
  see(seen: ObservedStep, isLost: boolean): void {
    const { by, event } = seen.step;
    const stepIndex = this.#steps++;
    if (by === null || !('bucket' in event)) return;
    if (!isLost && this.count === 0 && this.#kinds.get(kindOf(by, event)) === 'answered') return;
    const kind = kindOf(by, event);
    const request = 'key' in event ? `${kind}/${event.key}` : kind;
    if (!isLost) {
      this.#requests.delete(request);
      this.#kinds.set(kind, 'answered');
      return;
    }
    this.count += 1;
    const lost = { times: (this.#requests.get(request)?.times ?? 0) + 1, seen, stepIndex };
    this.#requests.set(request, lost);
    if (this.#kinds.get(kind) !== 'answered') this.#kinds.set(kind, lost);
  }

  /** What a system is told that gave nothing else for a request; undefined where it gave something. */
  doubt(): Violation | undefined {
    const again = [...this.#requests.values()].find(({ times }) => times > 1);
    const only = again ?? [...this.#kinds.values()].find((kind): kind is Lost => kind !== 'answered');
    if (only === undefined) return undefined;
    const { times, seen, stepIndex } = only;
    const { by, event } = seen.step;
    const { status, code } = seen.observation;
    const what =
      `${event.op} ` + `${'bucket' in event ? event.bucket : ''}${'key' in event ? `/${event.key}` : ''} ` + `of ${by}`;
    const answer = `${status}${typeof code === 'string' ? ` ${code}` : ''}`;
    return {
      property: EXPLAINED,
      title: EXPLAINED_TITLE,
      requirements: ['E-45', 'F-160'],
      stepIndex,
      reason:
        `${what} was answered ${answer}${times > 1 ? `, the last of ${times} errors in a row` : ''}, and never ` +
        'otherwise.',
      parts: [],
      nearest: [],
      onlyIf: `conforms only if this ${answer} was an error of S3 itself, which it gave as the only answer to ${what}`,
    };
  }
}

function kindOf(by: string, event: { readonly op: string; readonly bucket: string }): string {
  return `${event.op} by ${by} ${event.bucket}`;
}
