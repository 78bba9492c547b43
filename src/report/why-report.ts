import { keyArnParts } from '../cloudtrail/events/arns.ts';
import type { CallGroup } from '../why/call-groups.ts';
import type { Diagnosis } from '../why/diagnosis.ts';
import type { WhyReport } from '../why/why-trail.ts';
import { labelled } from './columns.ts';
import { trailJson, trailLines } from './import-report.ts';
import { countedText, countText } from './quantity-text.ts';
import { cutText, shownJson, shownText } from './shown.ts';
import { tableLines } from './table.ts';

/** Rows of the tables for people; JSON has more. */
const ROWS = 15;
const JSON_ROWS = 1_000;
/** Longest name in a table, in characters. */
const LONGEST_NAME = 40;

/** Where KMS calls come from, for people: the main cause in one sentence, all causes, and the calls. */
export function whyText(report: WhyReport): string {
  const { trail, calls, billed, denied, diagnoses, groups, buckets } = report;
  const [main] = diagnoses;
  return shownText([
    ...labelled('', mainSentence(report)),
    ...(main === undefined ? [] : labelled('  -> ', main.fix)),
    '',
    ...trailLines(trail),
    ...labelled(
      '',
      `${countedText(calls, 'KMS call')}: ${countText(billed)} billed, ${countText(calls - billed)} not; ` +
        `${countText(denied)} of them denied.`,
    ),
    ...diagnoses.flatMap(diagnosisLines),
    ...(groups.length === 0 ? [] : ['', ...groupLines(report)]),
    ...(buckets.length === 0 ? [] : ['', ...bucketLines(report)]),
  ]);
}

/** Where KMS calls come from, as JSON. */
export function whyJson(report: WhyReport): string {
  const { trail, groups, buckets, beyondGroups, overTime: _overTime, ...rest } = report;
  return shownJson({
    summary: mainSentence(report),
    read: trailJson(trail),
    ...rest,
    groups: groups.slice(0, JSON_ROWS),
    groupsLeftOut: Math.max(0, groups.length - JSON_ROWS),
    callsOfGroupsBeyond: beyondGroups,
    buckets: buckets.slice(0, JSON_ROWS),
    bucketsLeftOut: Math.max(0, buckets.length - JSON_ROWS),
  });
}

/** The main cause in one sentence. */
export function mainSentence({ calls, lacksKms, diagnoses, trail }: WhyReport): string {
  const [main] = diagnoses;
  if (lacksKms)
    return 'Nothing can be said of KMS calls: there are writes under KMS and no KMS event, so the trail excludes them.';
  if (calls + trail.duplicateKmsCalls === 0) return 'There are no KMS calls in these logs.';
  if (main === undefined || main.calls === 0)
    return `No cause was found for more KMS calls than bucket keys need: there are ${countText(calls)}.`;
  const part = `${countText(main.calls)} of ${countText(calls + trail.duplicateKmsCalls)} (${percent(main.share)})`;
  return `${main.share > 0.5 ? 'Most KMS calls' : 'The largest part of the KMS calls'}, ${part}, ${main.title}.`;
}

function diagnosisLines({ id, title, calls, share, evidence, buckets, certainty, fix }: Diagnosis): string[] {
  const label = `${id.padEnd(6)}  `;
  const counts = Object.entries(evidence).map(([name, count]) => `${name} ${countText(count)}`);
  const told = [
    `${countedText(calls, 'call')} (${percent(share)}) ${title}. ${certainty[0]?.toUpperCase()}${certainty.slice(1)}.`,
    `Seen: ${counts.join(', ')}${buckets.length === 0 ? '' : `; in ${buckets.map(shortName).join(', ')}`}.`,
    `Do: ${fix}`,
  ];
  return ['', ...told.flatMap((text, index) => labelled(index === 0 ? label : ' '.repeat(label.length), text))];
}

function groupLines({ groups, calls, beyondGroups }: WhyReport): string[] {
  const rows = groups
    .slice(0, ROWS)
    .map((group) => [
      countText(group.calls),
      percent(group.calls / calls),
      countText(group.denied),
      group.billed ? 'yes' : 'no',
      group.operation,
      group.context,
      shortName(group.bucket ?? '-'),
      shortName(group.requester),
      keyName(group),
    ]);
  const left = groups.slice(ROWS).reduce((sum, group) => sum + group.calls, beyondGroups);
  return [
    ...tableLines(
      [
        { title: 'calls', align: 'right' },
        { title: 'share', align: 'right' },
        { title: 'denied', align: 'right' },
        { title: 'billed', align: 'left' },
        { title: 'operation', align: 'left' },
        { title: 'context', align: 'left' },
        { title: 'bucket', align: 'left' },
        { title: 'requester', align: 'left' },
        { title: 'KMS key', align: 'left' },
      ],
      rows,
    ),
    ...(left === 0 ? [] : [`… ${countText(left)} calls of other groups …`]),
  ];
}

function bucketLines({ buckets }: WhyReport): string[] {
  const rows = buckets
    .slice(0, ROWS)
    .map(({ bucket, requests, bucketCalls, objectCalls, reuse }) => [
      countText(requests),
      countText(bucketCalls),
      countText(objectCalls),
      reuse === undefined ? '-' : percent(reuse),
      shortName(bucket),
    ]);
  return tableLines(
    [
      { title: 'requests', align: 'right' },
      { title: 'calls for bucket keys', align: 'right' },
      { title: 'calls for objects', align: 'right' },
      { title: 'served without a call', align: 'right' },
      { title: 'bucket', align: 'left' },
    ],
    rows,
  );
}

function keyName({ keyArn }: CallGroup): string {
  const id = keyArn === undefined ? undefined : keyArnParts(keyArn)?.id;
  return id === undefined ? shortName(keyArn ?? '-') : `${id.slice(0, 8)}${id.length > 8 ? '…' : ''}`;
}

function shortName(name: string): string {
  return cutText(name, LONGEST_NAME);
}

/** A share in percent: never 0 or 100 where it is not quite. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return '<1 %';
  return rounded === 100 && share < 1 ? '>99 %' : `${rounded} %`;
}
