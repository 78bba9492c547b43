import { checkedSut } from '../suts/checked-sut.ts';
import type { Sut } from '../suts/sut.ts';
import { wrongValue } from '../suts/wrong-value.ts';
import { inProcessExecutor, planOf, runCampaign } from './campaign.ts';
import type { CheckReport } from './check-report.ts';
import type { CheckRequest } from './check-request.ts';
import { knownOf } from './known/known-of.ts';
import { MOST_CONCURRENT } from './request-limits.ts';

/**
 * Runs random traces against a system under test and holds each to the model and the properties. Ends with the first
 * violation, shrunk. Equal requests give equal reports, but for `seconds` and `signal`, which only decide how many
 * traces are run.
 *
 * @throws RangeError when a property id is not known, or what the system says of itself, or what is
 *   known of it, is not of the form it has, or for a wrong `concurrency`.
 */
export async function check(request: CheckRequest, sut: Sut): Promise<CheckReport> {
  const checked = checkedSut(sut);
  const { signal, concurrency = 1 } = request;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MOST_CONCURRENT)
    throw wrongValue('concurrency', `a whole number from 1 to ${MOST_CONCURRENT}`, concurrency);
  const known = knownOf(request);
  return runCampaign(request, checked, inProcessExecutor(planOf(request), checked, { signal, known }, concurrency));
}
