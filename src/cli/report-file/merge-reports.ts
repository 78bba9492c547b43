import type { CheckReport } from '../../check/check-report.ts';
import { checkReportOf } from '../../check/report-of.ts';
import { runsAskedOf } from '../../check/shard.ts';
import { addTallies } from '../../check/tally.ts';
import { nameOfProfile } from '../../profile/described-profile.ts';
import { printable } from '../../trace/printable.ts';
import { UsageError } from '../usage-error.ts';
import type { ReportFile, ReportHead } from './report-file.ts';

/** A report file and what the user calls it. */
export interface NamedReport {
  readonly name: string;
  readonly file: ReportFile;
}

/** Most missing shards that are named one by one. */
const MOST_NAMED = 10;

/**
 * Adds up the shards of one check, in any order. Each shard has its own violations: all of them are reported, in the
 * order of runs, and the first is the one the undivided check would have found first. Where all conform, the report is
 * that of the undivided check.
 *
 * @throws UsageError where they are not different shards of one check
 */
export function mergeReports([first, ...others]: readonly [NamedReport, ...NamedReport[]]): CheckReport {
  for (const other of others) refuseDifferent(first, other);
  const shards = new Map([[first.file.head.shard.index, first]]);
  for (const other of others) {
    const { index, of } = other.file.head.shard;
    const twin = shards.get(index);
    if (twin !== undefined)
      throw new UsageError(`${printable(other.name)}: shard ${index}/${of} is in ${printable(twin.name)} already`);
    shards.set(index, other);
  }
  const states = [...shards.values()]
    .sort((a, b) => a.file.head.shard.index - b.file.head.shard.index)
    .map(({ file }) => file.state);
  const tally = states.map((state) => state.tally).reduce(addTallies);
  const violations = states.flatMap((state) => state.violations).sort((a, b) => a.run - b.run);
  return checkReportOf(
    { ...first.file.head, profile: nameOfProfile(first.file.head.profile) },
    { complete: true, tally, violations },
    first.file.head,
    incompleteText(shards, first.file.head.shard.of),
  );
}

function refuseDifferent(one: NamedReport, other: NamedReport): void {
  const theirs = new Map(settings(other.file));
  for (const [what, value] of settings(one.file)) {
    if (theirs.get(what) === value) continue;
    throw new UsageError(
      `${printable(other.name)}: not of the same check: ${what} ${theirs.get(what)}, but ${value} in ` +
        `${printable(one.name)}`,
    );
  }
}

/** What the shards of one check have in common. */
function settings({ head, state }: ReportFile): readonly (readonly [string, string])[] {
  const { seed, profile, sut, runs, maxSteps, shard, keepGoing } = head;
  return [
    ['seed', `${seed}`],
    ['profile', nameOfProfile(profile)],
    ['settings of the profile', JSON.stringify(profile)],
    ['system under test', JSON.stringify(sut)],
    ['runs', `${runs}`],
    ['size', `${maxSteps}`],
    ['number of shards', `${shard.of}`],
    ['going on after a violation', `${keepGoing}`],
    ['properties', state.tally.properties.map(({ id }) => id).join(', ')],
  ];
}

function ofAsked({ runs, shard }: ReportHead): string {
  const asked = runsAskedOf(runs, shard);
  return asked === null ? '' : ` of ${asked}`;
}

function incompleteText(shards: ReadonlyMap<number, NamedReport>, of: number): string | undefined {
  const missing: string[] = [];
  const unfinished: string[] = [];
  for (let index = 1; index <= of; index += 1) {
    const report = shards.get(index);
    if (report === undefined) missing.push(`${index}/${of}`);
    else if (!report.file.state.complete) {
      const { head, state } = report.file;
      unfinished.push(`shard ${index}/${of} ended after ${state.tally.runs}${ofAsked(head)} runs`);
    }
  }
  const named = missing.slice(0, MOST_NAMED).join(', ');
  const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : '';
  const gone = missing.length === 0 ? [] : [`${missing.length === 1 ? 'shard' : 'shards'} ${named}${more} missing`];
  const texts = [...gone, ...unfinished.slice(0, MOST_NAMED)];
  if (unfinished.length > MOST_NAMED) texts.push(`${unfinished.length - MOST_NAMED} more shards did not end`);
  return texts.length === 0 ? undefined : texts.join('; ');
}
