import type { DeterminismReport, Flakiness, KnownReport, PropertyReport } from '../../check/check-report.ts';
import type { Verdict, Violation } from '../../oracle/verdict.ts';
import { nameOfProfile } from '../../profile/described-profile.ts';
import type { Trace } from '../../trace/trace.ts';
import { flakyText } from '../flaky-text.ts';
import { replayProperties, replayResults, replayVerdict } from '../replay-report.ts';
import { cutText } from '../shown.ts';
import { tellStory } from '../story.ts';
import { violationHeadline } from '../violation-text.ts';
import type { Reported, ReportedCheck, ReportedJudgement, ReportedReplay } from './reporter.ts';

/** What is told of whatever was judged, alike for a check, a recorded trace and a replay. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Why the verdict is `unknown`; undefined where it is not. */
  readonly unknownBecause: string | undefined;
  readonly sut: string;
  readonly profile: string;
  readonly properties: readonly PropertyReport[];
  readonly findings: readonly Finding[];
  /** What came of the deviations that were known; empty where none were. */
  readonly known: readonly KnownReport[];
  /** What came of taking each trace twice; omitted where nobody asked for it. */
  readonly determinism?: DeterminismReport;
}

/** A violation, or a doubt, with the trace that shows it. */
export interface Finding {
  readonly violation: Violation;
  readonly trace: Trace;
  /** The index of each step of `trace`, counted from 0. */
  readonly indices: readonly number[];
  /** Ids of the other properties that the same trace violates. */
  readonly also: readonly string[];
  /** File that has the trace. */
  readonly file: string | undefined;
  /** Whether step n of the trace, counted from 0, stands in line n + 2 of that file. */
  readonly isLineByLine: boolean;
  /** Command that shows it again. */
  readonly command: string | undefined;
  /** Present where the same steps do not fail every time. */
  readonly flaky?: Flakiness;
  /** Which of the traces that were judged it is; omitted where there is but one. */
  readonly which?: string;
}

/** What there is to report, as the forms need it that know nothing of checks and judgements. */
export function outcomeOf(reported: Reported): Outcome {
  if (reported.of === 'check') return ofCheck(reported);
  return reported.of === 'judge' ? ofJudgement(reported) : ofReplay(reported);
}

function ofCheck({ report, replays }: ReportedCheck): Outcome {
  const { verdict, incomplete, sut, profile, properties, violations, known = [], determinism } = report;
  const because = report.unknownBecause ?? incomplete ?? 'a bound was hit';
  return {
    verdict,
    unknownBecause: verdict === 'unknown' ? because : undefined,
    sut,
    profile,
    properties,
    known,
    ...(determinism !== undefined && { determinism }),
    findings: violations.map(({ violation, trace, also, flaky }, index) => ({
      violation,
      trace,
      indices: [...trace.steps.keys()],
      also,
      file: replays[index]?.file,
      isLineByLine: true,
      command: replays[index]?.command,
      ...(flaky !== undefined && { flaky }),
    })),
  };
}

function ofJudgement({ judgement, file, isLineByLine, command }: ReportedJudgement): Outcome {
  const { verdict, violation, doubt, properties, profile, last, lastIndices } = judgement;
  const told = violation ?? doubt;
  const finding = { trace: last, indices: lastIndices, also: [], file, isLineByLine, command };
  return {
    verdict,
    unknownBecause: verdict === 'unknown' ? (judgement.unknownBecause ?? 'a bound was hit') : undefined,
    sut: last.header.sut,
    profile,
    properties,
    known: [],
    findings: told === undefined ? [] : [{ ...finding, violation: told }],
  };
}

function ofReplay({ report, file, isLineByLine, command }: ReportedReplay): Outcome {
  const verdict = replayVerdict(report);
  const results = replayResults(report);
  const because = results.flatMap(({ which, unknownBecause }) =>
    unknownBecause === undefined ? [] : `${which}: ${unknownBecause}`,
  );
  return {
    verdict,
    unknownBecause: verdict === 'unknown' ? because.join('; ') : undefined,
    sut: report.recorded.trace.header.sut,
    profile: nameOfProfile(report.recorded.trace.header.profile),
    properties: replayProperties(report),
    known: [],
    findings: results.flatMap(({ which, violation, doubt, trace }) => {
      const told = violation ?? doubt;
      if (told === undefined) return [];
      const indices = [...trace.steps.keys()];
      return [{ violation: told, trace, indices, also: [], file, isLineByLine, command, which }];
    }),
  };
}

/** A finding in one line. */
export function findingHeadline({ violation, which }: Finding): string {
  const headline = violationHeadline(violation);
  return which === undefined ? headline : `${which}: ${headline}`;
}

/** The story of a finding, and the command that shows it again. */
export function findingText({ trace, violation, indices, also, command, which, flaky }: Finding): string {
  const others = also.length === 0 ? '' : `the same trace violates as well: ${cutText(also.join(', '))}\n`;
  const of = which === undefined ? '' : `${which}:\n\n`;
  const again = command === undefined ? '' : `replay it: ${command}\n`;
  const sometimes = flaky === undefined ? '' : `${flakyText(flaky)}\n`;
  return `${of}${tellStory(trace, violation, indices)}${others}${sometimes}${again}`;
}

/** The line of a step in the file of its trace; undefined where that is not known. */
export function lineOf(
  { isLineByLine, file }: Pick<Finding, 'isLineByLine' | 'file'>,
  stepIndex: number,
): number | undefined {
  return isLineByLine && file !== undefined ? stepIndex + 2 : undefined;
}
