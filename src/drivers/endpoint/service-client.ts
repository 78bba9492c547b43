import type { DriverRequest, SigningKeys } from '../http/driver-request.ts';
import { ANSWER_LIMITS, type AnswerLimits, exchange, type HttpAnswer } from '../http/exchange.ts';
import { signed } from '../http/sign.ts';
import { BucketSessions } from '../s3/bucket-sessions.ts';
import type { EndpointUrl } from './endpoint-url.ts';
import { RequestBudget } from './request-budget.ts';

/**
 * Asks a server: each request is signed, sent once, and answered within bounds or not at all. The sessions of directory
 * buckets are begun on the way.
 */
export class ServiceClient {
  readonly url: EndpointUrl;
  readonly region: string;
  readonly #limits: AnswerLimits;
  readonly #budget: RequestBudget;
  readonly #sessions = new BucketSessions((request, keys, signal) => this.#exchange(request, keys, signal));
  /** Requests so far. */
  requests = 0;

  constructor(url: EndpointUrl, region: string, limits: AnswerLimits = ANSWER_LIMITS, budget = new RequestBudget()) {
    this.url = url;
    this.region = region;
    this.#limits = limits;
    this.#budget = budget;
  }

  /** @throws NoAnswerError */
  send(request: DriverRequest, keys: SigningKeys, signal?: AbortSignal): Promise<HttpAnswer> {
    return this.#sessions.send(request, keys, signal);
  }

  async #exchange(request: DriverRequest, keys: SigningKeys, signal?: AbortSignal): Promise<HttpAnswer> {
    const { url, region } = this;
    this.requests += 1;
    this.#budget.spend();
    const path = url.basePath + request.path;
    const wire = await signed({ ...request, path }, { keys, region, host: url.hostHeader, protocol: url.protocol });
    return exchange(url, wire, this.#limits, signal);
  }
}
