import { resolve } from 'node:path';
import type { Profile } from '../../model/index.ts';
import { emptyState } from '../check/campaign.ts';
import type { CheckState } from '../check/check-state.ts';
import { EXPLAINED } from '../check/explained.ts';
import type { Shard } from '../check/shard.ts';
import { WHOLE } from '../check/shard.ts';
import { described, profileOf } from '../profile/described-profile.ts';
import { embeddedFor } from '../suts/embedded.ts';
import { overlappingFor } from '../suts/overlapping.ts';
import type { Sut } from '../suts/sut.ts';
import { randomSeed } from './arguments.ts';
import { sutAt } from './own-sut.ts';
import { profileArgument } from './profile-argument.ts';
import { chosenProfile, type ProfileOptions } from './profile-options.ts';
import { type FileLock, lockFile } from './report-file/file-lock.ts';
import type { LatestWriter } from './report-file/latest-writer.ts';
import { readReportFile } from './report-file/read-report-file.ts';
import type { ReportFile } from './report-file/report-file.ts';
import { createReportFile, reportWriter } from './report-file/report-writer.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/** Runs where neither their number nor a time is given. */
export const DEFAULT_RUNS = 300;

/** The options of `check` that say what it is to do. */
export interface TaskOptions extends ProfileOptions {
  readonly runs?: number;
  readonly seconds?: number;
  readonly seed?: number;
  readonly property?: readonly string[];
  readonly size: number;
  readonly shard?: Shard;
  readonly keepGoing?: boolean;
  readonly report?: string;
  readonly resume?: string;
  readonly overlap?: boolean;
  readonly sut?: string;
}

/** What a check is to do, how far it got before, and where that is written down. */
export interface CheckTask extends ReportFile {
  readonly profile: Profile;
  readonly properties: readonly string[];
  /** Whether two requests are begun at a time. */
  readonly overlap: boolean;
  /** Whose it is; undefined where it is the embedded reference. */
  readonly sut: Sut | undefined;
  /** Undefined where there is no report file to be kept up to date. */
  readonly kept: KeptReport | undefined;
}

/** The report file of a check that goes on: no other process writes it meanwhile. */
export interface KeptReport {
  readonly writer: LatestWriter<CheckState>;
  readonly lock: FileLock;
}

/**
 * The task that options describe, or the one in the file that is to be continued. The lock of its report file has to be
 * released.
 *
 * @param endpoint - the server that is checked over HTTP, if one is
 * @throws UsageError or TraceError
 */
export async function checkTask(options: TaskOptions, cwd: string, endpoint?: Sut): Promise<CheckTask> {
  if (options.resume !== undefined) return resumedTask(resolve(cwd, options.resume), options.resume);
  const usual = endpoint === undefined ? 'ideal' : 'aws-at-once';
  const profile = await chosenProfile(options, () => profileArgument(usual), cwd);
  if (options.overlap === true) return overlappingTask(options, profile);
  const fresh = freshReport(options, profile);
  const sut = endpoint ?? (options.sut === undefined ? undefined : await sutAt(options.sut, cwd));
  if (sut !== undefined) {
    return { ...taskOf({ ...fresh, head: { ...fresh.head, sut: sut.name } }, undefined), sut };
  }
  const { report } = options;
  if (report === undefined) return taskOf(fresh, undefined);
  const path = resolve(cwd, report);
  return locked(path, report, async (lock) => {
    await createReportFile(lock.path, report, fresh);
    return taskOf(fresh, { writer: reportWriter(lock.path, fresh), lock });
  });
}

/** Requests that overlap are judged by the model alone, and by what it says of one cache that every writer fills. */
function overlappingTask(options: TaskOptions, profile: Profile): CheckTask {
  if (profile.base !== 'ideal' && profile.base !== 'strict')
    throw new UsageError(`--overlap goes with the profiles ideal and strict, not ${profile.name}`);
  const fresh = freshReport({ ...options, property: [EXPLAINED] }, profile);
  const head = { ...fresh.head, sut: overlappingFor(profile).name };
  return { ...taskOf({ ...fresh, head }, undefined), overlap: true };
}

async function resumedTask(path: string, name: string): Promise<CheckTask> {
  const begun = await readReportFile(path, name);
  if (begun.state.complete) {
    // Whoever wrote it may have been killed while it gave it free.
    await lockFile(path, name).then(
      (lock) => lock.release(),
      () => undefined,
    );
    return taskOf(begun, undefined);
  }
  return locked(path, name, async (lock) => {
    // Again: until the lock was taken somebody else may have gone on with it.
    const latest = await readReportFile(path, name);
    return taskOf(latest, { writer: reportWriter(lock.path, latest), lock });
  });
}

async function locked(path: string, name: string, begin: (lock: FileLock) => Promise<CheckTask>): Promise<CheckTask> {
  const lock = await lockFile(path, name);
  try {
    return await begin(lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function taskOf(file: ReportFile, kept: KeptReport | undefined): CheckTask {
  const properties = file.state.tally.properties.map(({ id }) => id);
  return { ...file, profile: profileOf(file.head.profile), properties, overlap: false, sut: undefined, kept };
}

function freshReport(
  { property, size, shard, seed, seconds, runs, keepGoing }: TaskOptions,
  profile: Profile,
): ReportFile {
  if (shard !== undefined && seed === undefined)
    throw new UsageError('--shard needs --seed: the shards of a check have one seed');
  const head = {
    version: packageVersion(),
    seed: seed ?? randomSeed(),
    profile: described(profile),
    sut: embeddedFor(profile).name,
    runs: runs ?? (seconds === undefined ? DEFAULT_RUNS : null),
    maxSteps: size,
    shard: shard ?? WHOLE,
    keepGoing: keepGoing ?? false,
    seconds: seconds ?? null,
  };
  return { head, state: emptyState({ profile, ...(property !== undefined && { properties: property }) }) };
}
