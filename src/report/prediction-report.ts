import { kmsCostUsd, reductionPercent } from '../../model/index.ts';
import type { PredictedCalls, PredictedWith, Prediction } from '../predict/prediction.ts';
import { migrationCostUsd, trailCopyCostUsd } from '../predict/prices.ts';
import { labelled } from './columns.ts';
import { countedText, countText, durationText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';
import { tableLines } from './table.ts';

/** What is told of a prediction beside the calls. */
export interface PredictionReport {
  readonly prediction: Prediction;
  /** KMS requests a second that the account may make. */
  readonly quota: number;
  /** Objects that are to be given a bucket key; undefined = those from before the workload that it reads. */
  readonly migrate: number | undefined;
}

/** A prediction for people: the saving in one sentence, a table, and what it rests on. */
export function predictionText(report: PredictionReport): string {
  const { prediction } = report;
  return shownText([
    ...labelled('', savingSentence(prediction)),
    '',
    ...labelled('', workloadSentence(prediction)),
    '',
    ...tableLines(BAND_COLUMNS, bandRows(prediction)),
    '',
    ...notesOf(report).flatMap((note) => labelled('- ', note)),
  ]);
}

/** The columns of the table of a band. */
export const BAND_COLUMNS = [
  { title: 'lifetime', align: 'left' },
  { title: 'caches', align: 'right' },
  { title: 'KMS calls', align: 'right' },
  { title: 'data keys', align: 'right' },
  { title: 'saved', align: 'right' },
  { title: 'peak/s', align: 'right' },
  { title: 'KMS USD', align: 'right' },
  { title: 'trail copy USD', align: 'left' },
] as const;

/** The cells of that table: without bucket keys, and for each lifetime and number of caches. */
export function bandRows({ without, with: withKeys }: Prediction): string[][] {
  return [
    ['off', '', ...cellsOf(without, without)],
    ...withKeys.map((one) => [durationText(one.lifetimeMs), countText(one.caches), ...cellsOf(one, without)]),
  ];
}

/** What the workload is, in one sentence. */
export function workloadSentence({ requests, writes, reads, requesters, spanMs }: Prediction): string {
  return (
    `${countedText(requests, 'request')} over ${durationText(spanMs)}: ${countedText(writes, 'write')} and ` +
    `${countedText(reads, 'read')} by ${countedText(requesters, 'requester')}.`
  );
}

/** A prediction as JSON, keys always in the same order. */
export function predictionJson(report: PredictionReport): string {
  const { prediction, quota } = report;
  const { without, with: withKeys, names: _names, overTime: _overTime, ...rest } = prediction;
  const { objects, calls } = migrationOf(report);
  return shownJson({
    summary: savingSentence(prediction),
    ...rest,
    quota,
    without: pricedCalls(without, without, quota),
    with: withKeys.map((one) => ({
      lifetimeMs: one.lifetimeMs,
      caches: one.caches,
      ...pricedCalls(one, without, quota),
      forgotten: one.forgotten,
      roundTripsSaved: without.calls - one.calls,
      callsWithoutMigration: withoutMigration(prediction, one),
    })),
    migration: {
      objects,
      requestsUsd: migrationCostUsd(objects),
      kmsCalls: calls,
      kmsUsd: kmsCostUsd(calls),
    },
  });
}

/** The saving in one sentence: a band, since neither lifetime nor caches are published (U-01, U-04). */
export function savingSentence({ without, with: withKeys }: Prediction): string {
  const calls = withKeys.map((one) => one.calls);
  const fewest = Math.min(...calls);
  const most = Math.max(...calls);
  if (without.calls === 0) return 'There are no KMS calls without bucket keys, so there is nothing to save.';
  const left = fewest === most ? countText(most) : `${countText(fewest)} to ${countText(most)}`;
  const [low, high] = [savedText(without.calls, most), savedText(without.calls, fewest)];
  const share = low === high ? low : `${low} to ${high}`;
  const saved =
    fewest === most
      ? countText(without.calls - most)
      : `${countText(without.calls - most)} to ${countText(without.calls - fewest)}`;
  return (
    `Bucket keys save ${share} of ${countedText(without.calls, 'KMS call')}: ${left} are left, and ${saved} requests ` +
    'to S3 need not wait for a round trip to KMS.'
  );
}

/** What a prediction rests on, and what it leaves out, a sentence or two each. */
export function notesOf(report: PredictionReport): string[] {
  const { prediction, quota } = report;
  const { readsOfOld, forgottenObjects, leftOut } = prediction;
  const { objects, calls } = migrationOf(report);
  const notes = [
    quotaNote(prediction, quota),
    'AWS publishes neither the lifetime nor the number of caches. With one cache a request finds what is held; with ' +
      'several it goes to one that has to ask KMS, as long as there is one. A cache that drops keys early costs ' +
      'more, up to the calls without bucket keys.',
    'USD is for this workload, in most regions, without the 20,000 KMS calls a month that are free (F-133). A trail ' +
      'copy is one beyond the first, which is free.',
  ];
  if (objects > 0)
    notes.push(
      `Objects from before: to give ${countText(objects)} of them a bucket key costs ` +
        `${usd(migrationCostUsd(objects))} USD of requests (F-136) and ${usd(kmsCostUsd(calls))} USD of KMS calls, ` +
        'once.',
    );
  if (readsOfOld > 0)
    notes.push(
      `${countedText(readsOfOld, 'read')} were of objects that the workload does not write. The table takes them as ` +
        `migrated; if they are not, ${withoutMigrationText(prediction)} KMS calls are left.`,
    );
  if (forgottenObjects > 0)
    notes.push(
      `There were more objects than are remembered: ${countText(forgottenObjects)} were forgotten, and what was read ` +
        'of them later counts as from before the workload, each under a bucket key of its own.',
    );
  if (prediction.with.some(({ forgotten }) => forgotten > 0))
    notes.push(
      'There were more bucket keys and requesters at a time than are remembered: the calls are too many, not too few.',
    );
  const left = Object.entries(leftOut).map(([reason, count]) => `${reason} ${countText(count)}`);
  if (left.length > 0)
    notes.push(`Not counted, since no call or none that is known depends on it: ${left.join(', ')}.`);
  return notes;
}

function quotaNote({ without, with: withKeys }: Prediction, quota: number): string {
  const peaks = withKeys.map(({ peakPerSecond }) => peakPerSecond);
  const share = ({ peakPerSecond }: Pick<PredictedCalls, 'peakPerSecond'>) =>
    percentText((peakPerSecond * 100) / quota);
  return (
    `In its busiest second the workload takes ${share(without)} of a quota of ${countText(quota)} KMS requests a ` +
    'second ' +
    `(F-127, F-128) without bucket keys, and at most ${share({ peakPerSecond: Math.max(...peaks) })} with them.`
  );
}

function withoutMigrationText(prediction: Prediction): string {
  const calls = prediction.with.map((one) => withoutMigration(prediction, one));
  const [fewest, most] = [Math.min(...calls), Math.max(...calls)];
  return fewest === most ? countText(most) : `${countText(fewest)} to ${countText(most)}`;
}

/** Each read of an object that keeps its own key is a call (F-13). */
function withoutMigration({ readsOfOld }: Prediction, { calls, decryptOfOld }: PredictedWith): number {
  return calls - decryptOfOld + readsOfOld;
}

/**
 * Objects to migrate, and KMS calls for that: each is opened by its own key; data keys are made by a few bucket keys.
 */
function migrationOf({ migrate, prediction }: PredictionReport): { readonly objects: number; readonly calls: number } {
  const objects = migrate ?? prediction.oldObjects;
  return { objects, calls: objects };
}

function cellsOf(calls: PredictedCalls, without: PredictedCalls): string[] {
  return [
    countText(calls.calls),
    countText(calls.generateDataKey),
    calls === without ? '' : savedText(without.calls, calls.calls),
    countText(calls.peakPerSecond),
    usd(kmsCostUsd(calls.calls)),
    usd(trailCopyCostUsd(calls.calls)),
  ];
}

function pricedCalls(calls: PredictedCalls, without: PredictedCalls, quota: number) {
  return {
    calls: calls.calls,
    generateDataKey: calls.generateDataKey,
    decrypt: calls.decrypt,
    savedPercent: reductionPercent(without.calls, calls.calls),
    peakPerSecond: calls.peakPerSecond,
    quotaShare: calls.peakPerSecond / quota,
    kmsUsd: kmsCostUsd(calls.calls),
    trailCopyUsd: trailCopyCostUsd(calls.calls),
  };
}

function savedText(without: number, left: number): string {
  return percentText(reductionPercent(without, left));
}

/** Percent with two decimals: never 100 where it is not quite. */
function percentText(percent: number): string {
  const rounded = percent < 100 ? Math.min(99.99, Math.round(percent * 100) / 100) : percent;
  return `${rounded.toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
}

function usd(amount: number): string {
  return amount.toLocaleString('en-US', { maximumFractionDigits: amount < 1 ? 6 : 2 });
}
