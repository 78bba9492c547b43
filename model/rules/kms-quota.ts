import type { Profile } from '../openness/profile.ts';
import type { KmsUse } from '../records/records.ts';
import { SECOND_MS } from '../vocabulary/time.ts';

/** Whether KMS throttles a request for the quota of its account, in each way that a profile admits (F-127, U-37). */
export function throttledBy(
  quota: number,
  use: KmsUse | undefined,
  nowMs: number,
  keeps: Profile['kmsQuotaKeeps'],
): readonly boolean[] {
  const { requests, before } = useAt(use, nowMs);
  const throttled = keeps.map((kept) => {
    if (kept === 'loosely') return false;
    return (kept === 'second' ? requests : requests + before) >= quota;
  });
  return [...new Set(throttled)];
}

/** The uses that still count: those whose second, or the one after, is not over. */
export function usesLeft(uses: readonly KmsUse[], nowMs: number): readonly KmsUse[] {
  return uses.filter(({ startMs }) => nowMs < startMs + 2 * SECOND_MS);
}

/** What an account has used, if it has used anything. */
export function useOf(uses: readonly KmsUse[], account: string): KmsUse | undefined {
  return uses.find((use) => use.account === account);
}

/** The use of the second that a moment is in, and of the one before. Where there is none it begins at that moment. */
function useAt(use: KmsUse | undefined, nowMs: number): Omit<KmsUse, 'account'> {
  if (use === undefined || nowMs >= use.startMs + 2 * SECOND_MS) return { startMs: nowMs, requests: 0, before: 0 };
  const { startMs } = use;
  return nowMs < startMs + SECOND_MS ? use : { startMs, requests: 0, before: use.requests };
}

/** The use of an account with one more request, which begins a second where none runs. */
export function useWith(account: string, use: KmsUse | undefined, nowMs: number): KmsUse {
  const { startMs, requests, before } = useAt(use, nowMs);
  return { account, startMs: requests === 0 ? nowMs : startMs, requests: requests + 1, before };
}

/** Whether what two worlds remember of an account comes to the same from now on. */
export function sameUseNow(one: KmsUse | undefined, other: KmsUse | undefined, nowMs: number): boolean {
  const [mine, theirs] = [useAt(one, nowMs), useAt(other, nowMs)];
  return mine.startMs === theirs.startMs && mine.requests === theirs.requests && mine.before === theirs.before;
}
