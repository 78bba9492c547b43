import { UsedUpError } from '../../check/used-up-error.ts';

/** Most requests that a check may send, those of the probe among them. What clears away goes on beyond it. */
export class RequestBudget {
  readonly #most: number;
  readonly #controller = new AbortController();
  #spent = 0;

  /** @param most - omitted = no bound */
  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  /** A request is about to be sent: the first that is too many gives the signal, which ends it. */
  spend(): void {
    this.#spent += 1;
    if (this.#spent > this.#most && !this.signal.aborted)
      this.#controller.abort(new UsedUpError(`the ${this.#most} requests of --max-requests`));
  }

  /** Given once all are used up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
}
