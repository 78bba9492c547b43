import { type ImportCounts, lacksKms } from '../cloudtrail/importing/import-counts.ts';
import { DUPLICATE_WINDOW_RECORDS, ORDER_WINDOW_MS } from '../cloudtrail/limits.ts';
import type { LogPlace, TrailCounts } from '../cloudtrail/stream/trail-counts.ts';
import { printable } from '../trace/printable.ts';
import { labelled } from './columns.ts';
import { countedText, countText, durationText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';

/** What an import made of logs of CloudTrail. */
export interface ImportReport {
  readonly counts: ImportCounts;
  /** The traces, as they are told; undefined = the trace went to standard output. */
  readonly files: readonly string[] | undefined;
  /** Requests and calls of buckets that got no trace. */
  readonly withoutTrace: number;
}

/** Most files that are told by name. */
const TOLD_FILES = 10;

/** The report of an import for people. */
export function importText({ counts, files, withoutTrace }: ImportReport): string {
  const { trail, steps, joined, untold, unexplained, droppedCalls, unrecorded } = counts;
  const beside = sum(unexplained);
  return shownText([
    ...trailLines(trail),
    '',
    ...labelled(
      '',
      `${countedText(steps, 'request')} told, ${countedText(joined, 'KMS call')} with them and ` +
        `${countText(beside)} beside them.`,
    ),
    ...reasonLines('requests that are not told', untold),
    ...reasonLines('calls that stand beside requests', unexplained),
    ...reasonLines('calls that are not told', droppedCalls),
    ...(withoutTrace === 0
      ? []
      : [
          '',
          ...labelled(
            '',
            `${countText(withoutTrace)} requests and calls are in no trace: of no bucket, or of too many.`,
          ),
        ]),
    ...unrecordedLines(unrecorded),
    ...(lacksKms(counts) ? ['', ...labelled('', NO_KMS)] : []),
    ...(files === undefined ? [] : ['', ...fileLines(files)]),
  ]);
}

/** The report of an import as JSON. */
export function importJson({ counts, files, withoutTrace }: ImportReport): string {
  const { trail, untold, unexplained, droppedCalls } = counts;
  return shownJson({
    read: trailJson(trail),
    steps: counts.steps,
    joinedCalls: counts.joined,
    untoldRequests: Object.fromEntries(untold),
    unexplainedCalls: Object.fromEntries(unexplained),
    droppedCalls: Object.fromEntries(droppedCalls),
    withoutTrace,
    unrecordedChanges: counts.unrecorded,
    kmsEventsExcluded: lacksKms(counts),
    files: files ?? [],
  });
}

const NO_KMS =
  'There are writes under KMS and not one KMS event: the trail excludes KMS events, or other files have them. ' +
  'Nothing can be said of KMS calls.';

/** What was read of a trail, and what was dropped. */
export function trailLines(trail: TrailCounts): string[] {
  const { records, s3, kms, sts, other, duplicates, late, firstMs, lastMs } = trail;
  const when = firstMs === undefined || lastMs === undefined ? '' : `, ${timeText(firstMs)} to ${timeText(lastMs)}`;
  const twice = duplicates.eventID + duplicates.sharedEventID;
  return [
    ...labelled(
      '',
      `${countedText(records, 'record')} read${when}: ${countText(s3)} of S3, ${countText(kms)} of KMS, ` +
        `${countText(sts)} of STS, ${countText(other)} of other services.`,
    ),
    ...(twice === 0
      ? []
      : labelled(
          '',
          `${countedText(twice, 'duplicate')} dropped: ${countText(duplicates.eventID)} by eventID, ` +
            `${countText(duplicates.sharedEventID)} by sharedEventID, looked for in the last ` +
            `${countText(DUPLICATE_WINDOW_RECORDS)} records.`,
        )),
    ...(late === 0
      ? []
      : labelled(
          '',
          `${countedText(late, 'record')} dropped that came more than ${durationText(ORDER_WINDOW_MS)} late.`,
        )),
    ...reasonLines('not read', withPlaces(trail)),
  ];
}

/** What was read of a trail, as JSON. */
export function trailJson({ unreadable, firstUnreadable, firstMs, lastMs, ...counts }: TrailCounts): object {
  return {
    ...counts,
    unreadable: Object.fromEntries(unreadable),
    firstUnreadable: Object.fromEntries(firstUnreadable),
    ...(firstMs !== undefined && { first: timeText(firstMs) }),
    ...(lastMs !== undefined && { last: timeText(lastMs) }),
    duplicateWindowRecords: DUPLICATE_WINDOW_RECORDS,
    orderWindowMs: ORDER_WINDOW_MS,
  };
}

/** What was not read, each reason with the place where that was so first. */
function withPlaces({ unreadable, firstUnreadable }: TrailCounts): ReadonlyMap<string, number> {
  return new Map(
    [...unreadable].map(([reason, count]) => [`${reason}, first in ${placeText(firstUnreadable.get(reason))}`, count]),
  );
}

function placeText(place: LogPlace | undefined): string {
  const { file = 'a log', line } = place ?? {};
  return line === undefined ? printable(file) : `${printable(file)}:${line}`;
}

function unrecordedLines({ objects, buckets }: ImportCounts['unrecorded']): string[] {
  if (objects + buckets === 0) return [];
  const changed = `${countedText(objects, 'object')} and ${countedText(buckets, 'rule')} of buckets`;
  return [
    '',
    ...labelled(
      '',
      `${changed} changed without a record: a record is missing, or the system is wrong, and a trail cannot tell ` +
        'which. In the trace they go on under other names, of which nothing is known.',
    ),
  ];
}

function reasonLines(title: string, reasons: ReadonlyMap<string, number>): string[] {
  const rows = [...reasons].sort(([, a], [, b]) => b - a);
  const width = Math.max(0, ...rows.map(([, count]) => countText(count).length));
  return rows.length === 0
    ? []
    : [`${title}:`, ...rows.flatMap(([reason, count]) => labelled(`  ${countText(count).padStart(width)}  `, reason))];
}

function fileLines(files: readonly string[]): string[] {
  const more = files.length - TOLD_FILES;
  const told = files.slice(0, TOLD_FILES).map((file) => `trace: ${file}`);
  return more > 0 ? [...told, `… ${countText(more)} more …`] : told;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** A time of CloudTrail, to the second. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
