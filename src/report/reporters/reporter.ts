import type { CheckReport } from '../../check/check-report.ts';
import type { StepsJudgement } from '../../check/judge-steps.ts';
import type { Pictures } from '../../html-report/followed.ts';
import type { ReplayFile } from '../replay-file.ts';
import type { ReplayReport } from '../replay-report.ts';

/**
 * What there is to report: a check or the merge of its shards, the judgement of a recorded trace, or a replay, which is
 * a judgement of two.
 */
export type Reported = ReportedCheck | ReportedJudgement | ReportedReplay;

/** A check, whole or merged from its shards. */
export interface ReportedCheck {
  readonly of: 'check';
  readonly report: CheckReport;
  /** Goes with `report.violations`; undefined where no file could be written. */
  readonly replays: readonly (ReplayFile | undefined)[];
  /** Whether people are told what of the model was met, too. */
  readonly withStatistics?: boolean;
}

/** A recorded trace that was judged. */
export interface ReportedJudgement {
  readonly of: 'judge';
  readonly judgement: StepsJudgement;
  /** The file it was read from, as it was named; undefined for standard input. */
  readonly file: string | undefined;
  /** Whether step n of the trace, counted from 0, stands in line n + 2 of the file. */
  readonly isLineByLine: boolean;
  /** The command that judges it again; undefined for standard input. */
  readonly command: string | undefined;
  /**
   * What the model knows after each step of `judgement.last`; undefined where nobody worked it out, as only a reporter
   * that {@link Reporter.looksInside} asks for it.
   */
  readonly pictures?: Pictures | undefined;
}

/** A trace that was judged as recorded, and its steps taken afresh. */
export interface ReportedReplay {
  readonly of: 'replay';
  readonly report: ReplayReport;
  /** The file it was read from, as it was named. */
  readonly file: string;
  /** Whether step n of the trace, counted from 0, stands in line n + 2 of the file. */
  readonly isLineByLine: boolean;
  /** The command that shows it again. */
  readonly command: string;
}

/** A form of report, for `--reporter`. */
export interface Reporter {
  /** Name on the command line. */
  readonly name: string;
  /** What it writes, for the help. */
  readonly title: string;
  /** Whether it may stand on standard output beside others: lines of a log, and not a document of its own. */
  readonly isLog: boolean;
  /** It shows what the model knows on the way and what of it was needed, for which judging takes longer. */
  readonly looksInside?: true;
  /** The whole of what it writes; it ends with a newline. */
  write(reported: Reported): string;
  /** What it adds to the step summary of GitHub Actions, as Markdown. Omitted = nothing. */
  summary?(reported: Reported): string;
}
