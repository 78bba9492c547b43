import type { CampaignRequest } from '../check/campaign.ts';
import type { CheckReport } from '../check/check-report.ts';
import type { KnownDeviation } from '../check/known/known-deviation.ts';
import type { CheckedEndpoint } from './checked-endpoint.ts';
import type { CliIo } from './io.ts';
import { type SystemOptions, systemRequest } from './system-options.ts';

/** What is asked of a check besides its task: of the system, and how often each trace is run. */
export function askedBesides(
  options: SystemOptions & { readonly deterministic?: true },
  known: readonly KnownDeviation[] | undefined,
  endpoint: CheckedEndpoint | undefined,
  { signal }: CliIo,
): Partial<CampaignRequest> {
  return {
    ...systemRequest(options, known),
    ...(options.deterministic === true && { deterministic: true }),
    ...(endpoint !== undefined && { signal: AbortSignal.any([signal, endpoint.usedUp]) }),
  };
}

/** Whoever asked whether the same steps are answered alike, and is told no, has to notice. */
export function isAnsweredOtherwise({ determinism }: CheckReport): boolean {
  return determinism !== undefined && determinism.differing > 0;
}
