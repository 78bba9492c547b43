import { runPrefix } from '../../suts/live/run-name.ts';
import type { KmsCallLog, RecordedCall } from './kms-call-log.ts';

/** The calls of one trace, which makes one request at a time. */
export interface CallsOfTrace {
  /** A request of the trace is under way. */
  begin(): void;
  /**
   * It was answered: the calls that were made for it; undefined where some may be its own or those of another trace.
   */
  end(): Promise<readonly RecordedCall[] | undefined>;
  /** The trace asks nothing more. */
  close(): void;
}

/**
 * Tells the traces that are under way at a time their calls in one log. A context names a bucket or an object (F-88),
 * and each trace has buckets of its own. A call that names none is of the trace that asks where only one does. Of
 * several nobody can tell: then the calls of what each of them asks are not known.
 */
export class CallsByTrace {
  /** Steps whose calls were not known for that. */
  unclearSteps = 0;
  readonly #log: KmsCallLog;
  readonly #runPrefix: string;
  readonly #traces = new Set<Trace>();
  #underWay: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(log: KmsCallLog, run: string) {
    this.#log = log;
    this.#runPrefix = runPrefix(run);
  }

  /**
   * A trace that begins: what was called before is of none of its steps.
   *
   * @param prefix - what the names of its buckets begin with, and those of no other trace
   */
  async trace(prefix: string): Promise<CallsOfTrace> {
    await this.#read();
    const trace: Trace = { prefix, calls: [], isAsking: false, isUnclear: false };
    this.#traces.add(trace);
    return {
      begin: () => {
        trace.isAsking = true;
      },
      end: async () => {
        await this.#read();
        trace.isAsking = false;
        const { isUnclear } = trace;
        const calls = trace.calls.splice(0);
        trace.isUnclear = false;
        if (!isUnclear) return calls;
        this.unclearSteps += 1;
        return undefined;
      },
      close: () => {
        this.#traces.delete(trace);
      },
    };
  }

  /** Reads on in the log, from now on: who comes while it is being read waits for the next time, with all who do. */
  #read(): Promise<void> {
    this.#next ??= this.#underWay
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        this.#underWay = this.#tell();
        return this.#underWay;
      });
    return this.#next;
  }

  async #tell(): Promise<void> {
    for (const call of await this.#log.newCalls()) {
      const named = [...this.#traces].find(({ prefix }) => names(call, prefix));
      const asking = [...this.#traces].filter(({ isAsking }) => isAsking);
      // Of a trace that is over: a request that nobody waited for.
      if (named === undefined && names(call, this.#runPrefix)) continue;
      if (named !== undefined) {
        named.calls.push(call);
        // It asks nothing just now: what it asked before was told what was made for that.
        if (!named.isAsking) named.isUnclear = true;
      } else if (asking.length === 1) asking[0]?.calls.push(call);
      else for (const one of asking) one.isUnclear = true;
    }
  }
}

interface Trace {
  readonly prefix: string;
  readonly calls: RecordedCall[];
  isAsking: boolean;
  /** Whether some call may have been its own. */
  isUnclear: boolean;
}

/** Whether the context of a call has a name that begins so. A server may have ARNs of its own form. */
function names({ context }: RecordedCall, prefix: string): boolean {
  return Object.values(context).some((value) => value.includes(prefix));
}
