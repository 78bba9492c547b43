import { kmsQuotaIn } from '../../../model/vocabulary/kms-quota.ts';
import type { Setup } from '../../../model/vocabulary/setup.ts';

/** Counts requests by account, where accounts have quotas: so many in each interval of a second (F-127). */
export class Quotas {
  readonly #perSecond: ReadonlyMap<string, number>;
  readonly #intervals = new Map<string, { readonly untilMs: number; requests: number }>();

  constructor({ kmsQuotas = [] }: Setup, region: string) {
    this.#perSecond = new Map(kmsQuotas.map((quota) => [quota.account, kmsQuotaIn(region, quota)]));
  }

  /** Counts a request, and says whether the ones before it in its second have used up the quota. */
  isOver(account: string, atMs: number): boolean {
    const quota = this.#perSecond.get(account);
    if (quota === undefined) return false;
    let interval = this.#intervals.get(account);
    if (interval === undefined || atMs >= interval.untilMs) {
      interval = { untilMs: atMs + 1000, requests: 0 };
      this.#intervals.set(account, interval);
    }
    interval.requests += 1;
    return interval.requests > quota;
  }
}
