import { resolve } from 'node:path';
import type { Profile } from '../../model/index.ts';
import { emptyState } from '../check/campaign.ts';
import type { Shard } from '../check/shard.ts';
import { WHOLE } from '../check/shard.ts';
import { embeddedFor } from '../suts/embedded.ts';
import { profileArgument, randomSeed } from './arguments.ts';
import { readReportFile } from './report-file/read-report-file.ts';
import type { ReportFile } from './report-file/report-file.ts';
import { createReportFile, ReportWriter } from './report-file/report-writer.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/** Runs where neither their number nor a time is given. */
export const DEFAULT_RUNS = 300;
/** Most runs of a check. */
export const MOST_RUNS = 1_000_000_000;

/** The options of `check` that say what it is to do. */
export interface TaskOptions {
  readonly runs?: number;
  readonly seconds?: number;
  readonly seed?: number;
  readonly profile: Profile;
  readonly property?: readonly string[];
  readonly size: number;
  readonly shard?: Shard;
  readonly report?: string;
  readonly resume?: string;
}

/** What a check is to do, how far it got before, and where that is written down. */
export interface CheckTask extends ReportFile {
  readonly profile: Profile;
  readonly properties: readonly string[];
  /** Undefined where nobody asked for a report file. */
  readonly writer: ReportWriter | undefined;
}

/**
 * The task that options describe, or the one in the file that is to be continued.
 *
 * @throws UsageError or TraceError
 */
export async function checkTask(options: TaskOptions, cwd: string): Promise<CheckTask> {
  if (options.resume !== undefined) {
    const path = resolve(cwd, options.resume);
    const begun = await readReportFile(path, options.resume);
    return taskOf(begun, new ReportWriter(path, begun));
  }
  const fresh = freshReport(options);
  if (options.report === undefined) return taskOf(fresh, undefined);
  const path = resolve(cwd, options.report);
  await createReportFile(path, options.report, fresh);
  return taskOf(fresh, new ReportWriter(path, fresh));
}

function taskOf(file: ReportFile, writer: ReportWriter | undefined): CheckTask {
  const properties = file.state.tally.properties.map(({ id }) => id);
  return { ...file, profile: profileArgument(file.head.profile), properties, writer };
}

function freshReport({ profile, property, size, shard, seed, seconds, runs }: TaskOptions): ReportFile {
  if (shard !== undefined && seed === undefined) throw new UsageError('--shard needs --seed: the shards of a check have one seed');
  const head = {
    version: packageVersion(),
    seed: seed ?? randomSeed(),
    profile: profile.name,
    sut: embeddedFor(profile).name,
    runs: runs ?? (seconds === undefined ? DEFAULT_RUNS : MOST_RUNS),
    maxSteps: size,
    shard: shard ?? WHOLE,
    seconds: seconds ?? null,
  };
  return { head, state: emptyState({ profile, ...(property !== undefined && { properties: property }) }) };
}
