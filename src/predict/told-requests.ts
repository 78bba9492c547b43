import { TraceError } from '../trace/trace-error.ts';
import { LeftOut } from './left-out.ts';
import { OPERATIONS } from './operations.ts';
import type { WorkloadRequest } from './request.ts';

/** The requests that a file tells line by line: in the order of their times, operations by whatever name. */
export class ToldRequests {
  /** Requests whose operation makes no call. */
  readonly leftOut = new LeftOut();
  readonly #name: string;
  #lastMs = 0;

  /** @param name - of the file */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * A request with the name of its operation in the API; undefined where it is left out.
   *
   * @throws TraceError where it is from before the last one
   */
  take(told: WorkloadRequest, line: number): WorkloadRequest | undefined {
    const { ms, operation: name } = told;
    if (ms < this.#lastMs)
      throw new TraceError(this.#name, line, `time runs backwards: from ${this.#lastMs} ms to ${ms} ms`);
    this.#lastMs = ms;
    const operation = OPERATIONS.get(name.toLowerCase());
    if (operation !== undefined) return { ...told, operation };
    this.leftOut.add(name);
    return undefined;
  }
}
