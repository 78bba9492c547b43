import { resolve } from 'node:path';
import { emptyState, inProcessExecutor, planOf, runCampaign, withFinding } from '../check/campaign.ts';
import type { CheckReport, FoundViolation } from '../check/check-report.ts';
import type { CheckState, NumberedViolation } from '../check/check-state.ts';
import { knownOf } from '../check/known/known-of.ts';
import { isEnded, propertiesOf } from '../check/report-of.ts';
import { rerun } from '../check/rerun.ts';
import { SutNotes } from '../check/sut-notes.ts';
import { SYSTEM_ANSWERS } from '../check/system-answers.ts';
import { DETERMINISTIC } from '../check/twice/deterministic.ts';
import { keptFailures } from '../failures/kept-failures.ts';
import { folderProblem, replayFile, writeReplayFiles } from '../failures/replay-files.ts';
import { nameOfProfile } from '../profile/described-profile.ts';
import type { ReplayFile } from '../report/replay-file.ts';
import type { Trace } from '../trace/trace.ts';
import type { CheckedOptions } from './checked-options.ts';
import { Sight, watched } from './sight.ts';

/** What the check of a suite came to. */
export interface SuiteCheck {
  readonly report: CheckReport;
  /** All that was found, what follows from the same fault as a rule included, each with a trace of its own. */
  readonly findings: readonly FoundViolation[];
  /** What the system has shown. */
  readonly sight: Sight;
  /** Why it is not all that was asked for; empty where it is. */
  readonly missing: readonly string[];
  /** Where the trace of a violation is kept, and whether it was there before. */
  readonly kept: ReadonlyMap<Trace, KeptTrace>;
}

/** Where a trace is kept. */
export interface KeptTrace {
  /** Undefined where it could not be written. */
  readonly replay: ReplayFile | undefined;
  /** Why it could not. */
  readonly problem: string | undefined;
  /** Whether an earlier run has left it, and this one was told by it. */
  readonly isOld: boolean;
}

/**
 * Runs what earlier failures have left, then random traces, until all are made or the time is up.
 *
 * @param tests - ids of what it is about
 */
export async function suiteCheck(options: CheckedOptions, tests: readonly string[]): Promise<SuiteCheck> {
  const { profile, runs, seed, maxSteps, keepGoing, stepTimeoutMs, timeoutMs, failures } = options;
  const folder = failures === false ? undefined : resolve(failures);
  const problem = folder === undefined ? undefined : await folderProblem(folder);
  if (problem !== undefined) throw new Error(`failures: ${problem}`);
  const sight = new Sight();
  const sut = watched(options.sut, sight);
  const properties = tests.filter((id) => id !== SYSTEM_ANSWERS && id !== DETERMINISTIC);
  const deterministic = tests.includes(DETERMINISTIC);
  const timeout = stepTimeoutMs === undefined ? {} : { stepTimeoutMs };
  const signal = AbortSignal.timeout(timeoutMs);
  const request = { profile, properties, runs, seed, maxSteps, keepGoing, deterministic, signal, ...timeout };
  const plan = planOf(request);
  const context = { notes: new SutNotes(), signal, known: knownOf(options) };

  const kept = new Map<Trace, KeptTrace>();
  const missing: string[] = [];
  let violations: readonly NumberedViolation[] = [];
  for await (const old of folder === undefined ? [] : keptFailures(folder)) {
    if (signal.aborted || isEnded(violations, keepGoing)) break;
    if ('problem' in old) {
      missing.push(old.problem);
      continue;
    }
    if (!isOf(options, old.trace)) continue;
    const found = await rerun(plan, sut, old.trace, [...propertiesOf(violations)], context);
    if (found === undefined) continue;
    violations = withFinding(violations, found);
    kept.set(found.finding.trace, { replay: replayFile(old.file, process.cwd()), problem: undefined, isOld: true });
  }

  const onState = (state: CheckState): void => {
    violations = state.violations;
  };
  const resumeFrom = { ...emptyState(plan), violations };
  const report = await runCampaign({ ...request, resumeFrom, onState }, sut, inProcessExecutor(plan, sut, context));
  const findings = [...report.violations, ...violations.flatMap(({ consequences = [] }) => consequences)];
  const isCut = report.incomplete !== undefined && report.endedBy === undefined && report.runs < runs;
  if (isCut) missing.unshift(`${report.runs} of ${runs} runs were made when the time was up (timeoutMs: ${timeoutMs})`);
  for (const found of folder === undefined ? [] : findings) {
    if (kept.has(found.trace)) continue;
    let notWritten: string | undefined;
    const [replay] = await writeReplayFiles({ seed, violations: [found] }, folder ?? '', process.cwd(), (text) => {
      notWritten = text;
    });
    kept.set(found.trace, { replay, problem: notWritten, isOld: false });
  }
  return { report, findings, sight, missing, kept };
}

/** Whether a trace is one of the system that is checked, by the same profile. */
function isOf({ sut, profile }: CheckedOptions, { header, steps }: Trace): boolean {
  const isSame = header.sut === sut.name && nameOfProfile(header.profile) === profile.name;
  return isSame && steps.every(({ step }) => sut.supports.includes(step.event.op));
}
