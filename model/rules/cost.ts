/** KMS requests billed as one unit of {@link KMS_USD_PER_10_000} (F-133). */
const UNIT = 10_000;

/** Price of 10,000 symmetric KMS requests in most regions, in USD (F-133). */
export const KMS_USD_PER_10_000 = 0.03;

/** Price of KMS calls in USD, without the free tier (F-133, F-135). */
export function kmsCostUsd(calls: number): number {
  return (calls * KMS_USD_PER_10_000) / UNIT;
}

/** Share of calls that is saved, in percent; 0 when there was nothing to save (D-19). */
export function reductionPercent(callsWithout: number, callsWith: number): number {
  return callsWithout === 0 ? 0 : ((callsWithout - callsWith) / callsWithout) * 100;
}
