import type { AffectedReport, Change, Finding } from '../affected/affected.ts';
import { labelled } from './columns.ts';
import { countedText, countText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';

/** Findings that are told one by one in a report for people. */
const MOST_TOLD = 50;

/** The verdict on a switch: whether somebody is refused. */
export function isAffected({ findings }: AffectedReport): boolean {
  return findings.some(({ change }) => change !== 'may be refused when on');
}

/** Who is affected, for people: one sentence, then each finding with its condition and its smallest change. */
export function affectedText(report: AffectedReport): string {
  const { findings, beyondFindings, subjects, leftOut } = report;
  const told = findings.slice(0, MOST_TOLD);
  const untold = findings.length - told.length + beyondFindings;
  return shownText([
    ...labelled('', affectedSentence(report)),
    '',
    ...told.flatMap((finding) => [...findingLines(finding), '']),
    ...(untold > 0 ? [`… ${countedText(untold, 'finding')} more …`, ''] : []),
    ...notesOf(report).flatMap((note) => labelled('- ', note)),
    ...leftOut.flatMap((note) => labelled('- not judged: ', note)),
    `${countedText(subjects, 'requester')} looked at.`,
  ]);
}

/** Who is affected, as JSON, keys always in the same order. */
export function affectedJson(report: AffectedReport): string {
  return shownJson({
    summary: affectedSentence(report),
    verdict: isAffected(report) ? 'affected' : 'not affected',
    ...report,
  });
}

/** Who is refused, in one sentence. */
export function affectedSentence({ findings, buckets }: AffectedReport): string {
  const who = (changes: readonly Change[]) =>
    new Set(findings.filter(({ change }) => changes.includes(change)).map(({ subject }) => subject)).size;
  const [on, off, ever] = [who(['refused when on']), who(['refused when off']), who(['refused either way'])];
  const parts = [
    ...(on > 0 ? [`with bucket keys on KMS refuses ${countedText(on, 'requester')}`] : []),
    ...(off > 0 ? [`with bucket keys off it refuses ${countText(off)} that it allows with them`] : []),
    ...(ever > 0 ? [`${countedText(ever, 'requester')} ${ever === 1 ? 'is' : 'are'} refused either way`] : []),
  ];
  const names =
    buckets.length === 0
      ? ''
      : ` (${buckets
          .map(({ name }) => name)
          .slice(0, 5)
          .join(', ')})`;
  if (parts.length === 0) return `Nobody is refused by these policies when the flag is switched${names}.`;
  const sentence = parts.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${names}.`;
}

const CHANGES: Readonly<Record<Change, string>> = {
  'refused when on': 'off: allowed; on: refused',
  'refused when off': 'off: refused; on: allowed',
  'refused either way': 'off: refused; on: refused',
  'may be refused when on': 'off: allowed; on: allowed as long as S3 does not check the bucket key',
};

/** What a finding says, as lines without indent: who, what KMS sees, by which condition, and what to change. */
export function findingTexts(finding: Finding): { readonly headline: string; readonly details: readonly string[] } {
  const { change, subject, isReplication, actions, bucket, objectArn, bucketArn, policy, statement, condition, fix } =
    finding;
  const where = `${isReplication ? '' : 'in '}${bucket} (${actions.join(', ')})`;
  const headline = `${subject}: ${requestsText(finding)} ${where}. ${CHANGES[change]}.`;
  const inPolicy = policy === undefined ? '' : ` in ${policy}, statement ${statement}`;
  if (change === 'may be refused when on')
    return {
      headline,
      details: [
        'With bucket keys a write may decrypt the bucket key as well (F-142, U-08).',
        `Change: allow kms:Decrypt beside kms:GenerateDataKey${inPolicy}.`,
      ],
    };
  return {
    headline,
    details: [
      `The context is ${objectArn} without a bucket key, ${bucketArn} with one (F-88).`,
      ...(condition === undefined
        ? []
        : [
            `By ${policy}, statement ${statement}: ${condition.operator} ${condition.key} ` +
              `${valuesText(condition.values)}.`,
          ]),
      ...(change === 'refused either way'
        ? ['StringEquals takes * for a star; StringLike takes it for any text.']
        : []),
      fix === undefined
        ? 'Change: no single condition mends it; let the statements that allow name both.'
        : `Change: ${fix.operator} ${fix.key} ${valuesText(fix.values)} serves both.`,
    ],
  };
}

function findingLines(finding: Finding): readonly string[] {
  const { headline, details } = findingTexts(finding);
  return [...labelled('', headline), ...details.flatMap((detail) => labelled('    ', detail))];
}

function requestsText({ isReplication, actions, requests, change }: Finding): string {
  if (!isReplication) return requests.join(' and ');
  const failing = change === 'refused when on' ? ' of objects written after the switch' : '';
  const ways = [...new Set(actions.map((action) => (action === 'kms:Decrypt' ? 'from' : 'into')))];
  return `replication${failing} ${ways.join(' and ')}`;
}

function valuesText(values: readonly string[]): string {
  const shown = values.slice(0, 5).map((value) => JSON.stringify(value));
  const more = values.length > 5 ? `, and ${countText(values.length - 5)} more` : '';
  return `[${shown.join(', ')}${more}]`;
}

/** What is to be known beside the findings. */
export function notesOf({ demands, ownWriters, inventories, buckets, findings }: AffectedReport): readonly string[] {
  const isServedWarm = findings.some(({ change }) => change === 'refused when on');
  return [
    ...buckets
      .filter(({ before, after }) => before !== after && after !== undefined)
      .map(({ name, before, after }) => `${name}: the flag goes from ${flagText(before)} to ${flagText(after)}.`),
    ...(isServedWarm
      ? [
          'Refused is what makes S3 ask KMS; who has a bucket key cached goes on until it is over.',
          'With bucket keys KMS cannot tell objects apart: who may have which is for S3 to say.',
        ]
      : []),
    ...demands.map(
      ({ policy, statement, key }) =>
        `${policy}, statement ${statement} asks for ${key}: writers send headers of their own (F-143). aws:kms ` +
        'without a key id takes aws/s3 and not the key of the bucket (F-24); the flag is the bucket’s unless they ' +
        'send it (F-23).',
    ),
    ...ownWriters.map(
      ({ bucket, name, how }) => `${name} writes to ${bucket} with ${how}: the default does not reach it.`,
    ),
    ...inventories.map(
      ({ bucket, withBucketKey, withoutBucketKey }) =>
        `${bucket}: ${countText(withoutBucketKey)} of ${countedText(withBucketKey + withoutBucketKey, 'object')} ` +
        'have no bucket key; those under KMS keep their own until they are copied (F-13, F-153).',
    ),
  ];
}

function flagText(flag: boolean | undefined): string {
  return flag === undefined ? 'nothing' : flag ? 'on' : 'off';
}
