/** A list of default quotas that AWS has published (F-128). */
interface PublishedQuotas {
  readonly source: string;
  /** When it was read. */
  readonly asOf: string;
  /** Symmetric cryptographic requests a second, by region. */
  readonly perSecond: Readonly<Record<string, number>>;
  readonly inOtherRegions: number;
}

/** Quotas for a few regions of three tiers, as both lists have them. */
function ofTiers(first: number, second: number): Readonly<Record<string, number>> {
  return {
    'us-east-1': first,
    'us-west-2': first,
    'eu-west-1': first,
    'us-east-2': second,
    'ap-northeast-1': second,
    'ap-southeast-1': second,
    'ap-southeast-2': second,
    'eu-central-1': second,
    'eu-west-2': second,
  };
}

/** The default quotas of KMS by the year of the list: adjustable, and so no more than a default (D-16, SC-18). */
export const PUBLISHED_KMS_QUOTAS = {
  2023: {
    source: 'KMS Developer Guide, Request quotas',
    asOf: '2023-06',
    perSecond: ofTiers(50_000, 10_000),
    inOtherRegions: 5_500,
  },
  2026: {
    source: 'AWS General Reference, AWS KMS endpoints and quotas',
    asOf: '2026',
    perSecond: ofTiers(100_000, 20_000),
    inOtherRegions: 10_000,
  },
} as const satisfies Readonly<Record<number, PublishedQuotas>>;

/** How many symmetric cryptographic requests KMS carries out in a second for an account (F-127, F-129). */
export interface KmsQuotaSetup {
  readonly account: string;
  /** A number, or the default of its region that AWS published in a year. */
  readonly requestsPerSecond: number | { readonly publishedIn: keyof typeof PUBLISHED_KMS_QUOTAS };
}

/** The number of a quota in a region. */
export function kmsQuotaIn(region: string, { requestsPerSecond }: KmsQuotaSetup): number {
  if (typeof requestsPerSecond === 'number') return requestsPerSecond;
  const { perSecond, inOtherRegions }: PublishedQuotas = PUBLISHED_KMS_QUOTAS[requestsPerSecond.publishedIn];
  return Object.hasOwn(perSecond, region) ? (perSecond[region] ?? inOtherRegions) : inOtherRegions;
}
