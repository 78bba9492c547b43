import type { CheckReport } from '../check/check-report.ts';
import { UsedUpError } from '../check/used-up-error.ts';
import { cleanRun } from '../drivers/endpoint/clean-run.ts';
import type { Endpoint } from '../drivers/endpoint/endpoint.ts';
import { endpointReport } from '../drivers/endpoint/endpoint-report.ts';
import { callsOf, endpointSut } from '../drivers/endpoint/endpoint-sut.ts';
import { type Probed, ProbeError, probe } from '../drivers/endpoint/probe.ts';
import { RequestBudget } from '../drivers/endpoint/request-budget.ts';
import { probeText } from '../report/probe-text.ts';
import { newRun } from '../suts/live/run-name.ts';
import type { Sut } from '../suts/sut.ts';
import type { CliContext } from './context.ts';
import { type EndpointOptions, endpointOf } from './endpoint-options.ts';
import { sutAt } from './own-sut.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';

/** A server that is asked over HTTP, from the probe to the clearing away. */
export interface CheckedEndpoint {
  readonly sut: Sut;
  /** Given once the requests that it may be sent are used up. */
  readonly usedUp: AbortSignal;
  /** The report of a check of it, with what the probe has found. */
  reportOf(report: CheckReport): Promise<CheckReport>;
  /** Deletes what was made there, and tells what is left. */
  clean(): Promise<void>;
}

/**
 * Probes the server that the options name; undefined where they name none. Whatever comes of it, `clean` has to be
 * called once it is there.
 *
 * @throws UsageError
 */
export async function checkedEndpoint(
  options: EndpointOptions & { readonly maxRequests?: number },
  context: CliContext,
  isTold: boolean,
): Promise<CheckedEndpoint | undefined> {
  if (options.endpointUrl === undefined) return undefined;
  const { io } = context;
  const budget = new RequestBudget(options.maxRequests);
  const endpoint = await endpointOf(options, io, newRun(), budget);
  const { url } = endpoint.s3;
  if (isTold) io.stdout(`probing ${url.shown}, run ${endpoint.run}\n\n`);
  const probed = await probeOrClean(endpoint, budget.signal, context);
  if (isTold) tell(io, () => `${probeText(probed.report)}\n`);
  const calls = callsOf(endpoint, probed);
  return {
    sut: endpointSut(endpoint, probed, calls),
    usedUp: budget.signal,
    reportOf: (report) => endpointReport(report, endpoint, probed.report, calls?.unclearSteps),
    clean: () => clean(endpoint, context),
  };
}

/**
 * Does something with the system that `--sut` or `--endpoint-url` names, undefined where neither does, and clears away
 * what was made there.
 *
 * @throws UsageError
 */
export async function withNamedSystem<T>(
  options: EndpointOptions & { readonly sut?: string },
  context: CliContext,
  use: (sut: Sut | undefined) => Promise<T>,
): Promise<T> {
  const endpoint = await checkedEndpoint(options, context, false);
  try {
    return await use(options.sut === undefined ? endpoint?.sut : await sutAt(options.sut, context.io.cwd));
  } finally {
    await endpoint?.clean();
  }
}

async function probeOrClean(endpoint: Endpoint, usedUp: AbortSignal, context: CliContext): Promise<Probed> {
  try {
    return await probe(endpoint, AbortSignal.any([context.io.signal, usedUp]));
  } catch (error) {
    await clean(endpoint, context);
    if (error instanceof UsedUpError) throw new UsageError(`${error.message} by the probe alone`);
    throw error instanceof ProbeError ? new UsageError(`${endpoint.s3.url.shown}: ${error.message}`) : error;
  }
}

async function clean(endpoint: Endpoint, { complain }: CliContext): Promise<void> {
  const { left } = await cleanRun(endpoint);
  for (const one of left) complain(`left at ${endpoint.s3.url.shown}: ${one}`);
  if (left.length > 0) complain(`bucketkey clean --run ${endpoint.run} tries again`);
}
