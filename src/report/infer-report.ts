import { rowOf } from '../../model/index.ts';
import type {
  Bound,
  CachesInference,
  ExcludedPair,
  Inference,
  LengthInference,
  OptionFinding,
  OptionsInference,
} from '../infer/inference.ts';
import type { Exclusion } from '../infer/recordings.ts';
import { described } from '../profile/described-profile.ts';
import { labelled } from './columns.ts';
import { countedText, countText, durationText } from './quantity-text.ts';
import { cutText, shownJson, shownText } from './shown.ts';
import { tableLines } from './table.ts';

/** Most characters of the reason why a step excludes something. */
const LONGEST_REASON = 240;

const COLUMNS = [
  { title: 'open point', align: 'left' },
  { title: 'id', align: 'left' },
  { title: 'what is left', align: 'left' },
  { title: 'what tells', align: 'left' },
] as const;

/** What was inferred, for people: the points that recordings tell of as a table, and the names of the others. */
export function inferText(inference: Inference): string {
  const { recordings, steps, tried, base, verdict, by, because, options, lengths, caches, pairs } = inference;
  const profiles = countedText(tried, 'profile');
  const counted = `${countedText(recordings, 'recording')}, ${countedText(steps, 'step')}, ${profiles} tried.`;
  if (verdict !== 'conforms')
    return shownText([
      ...labelled('', because === undefined ? 'No option of any open point explains the recordings.' : 'Unknown.'),
      ...(by === undefined ? labelled('', because ?? '') : labelled('', `${placeText(by)}: ${reasonText(by)}`)),
      '',
      counted,
    ]);
  const told = options.filter((one) => one.told !== 'open' && one.options.some(isTelling));
  const rows = [
    ...caches.map(cachesRow),
    ...told.map(optionsRow),
    ...lengths.filter(isToldLength).map(lengthRow),
    ...(inference.eitherLifetime === undefined ? [] : [eitherRow(inference.eitherLifetime)]),
  ];
  const silent = [...options.filter((one) => one.told === 'open'), ...lengths.filter((one) => !isToldLength(one))].map(
    ({ field }) => field,
  );
  return shownText([
    ...labelled('', mainSentence(inference)),
    '',
    ...tableLines(COLUMNS, rows),
    '',
    ...pairs.flatMap((pair) => labelled('- ', pairText(pair))),
    ...labelled(
      '- ',
      'Caches and greatest times are those of the simplest explanation: the fewest caches, of which none drops a ' +
        'bucket key early, and times that are always the same. Unlikely is what does not go with it.',
    ),
    ...labelled('- ', `The recordings cannot tell, and the profile says what ${base.name} does: ${silent.join(', ')}.`),
    '',
    counted,
  ]);
}

/** What was inferred, as JSON, keys always in the same order. */
export function inferJson(inference: Inference): string {
  const { base, profile, by, options, lengths, caches, pairs, eitherLifetime, ...rest } = inference;
  return shownJson({
    ...(inference.verdict === 'conforms' && { summary: mainSentence(inference) }),
    ...rest,
    base: described(base),
    by,
    options,
    lengths,
    caches,
    eitherLifetime,
    pairs,
    ...(profile && { profile: described(profile) }),
  });
}

function mainSentence({ base, caches, takesUndocumented }: Inference): string {
  const simplest = fewest(caches);
  const explained = takesUndocumented
    ? `What ${base.name} documents does not explain the recordings; other options do`
    : `The recordings are explained by ${base.name}`;
  if (simplest === undefined) return `${explained}; no number of caches with fixed times does that was tried.`;
  const others = caches.filter((one) => one !== simplest && one.caches === simplest.caches);
  const rules = [simplest, ...others].map(({ requesterMode }) => requesterMode).join(' or ');
  return `${explained}: most simply by ${countedText(simplest.caches ?? 0, 'cache')} and the requester rule ${rules}.`;
}

function fewest(caches: readonly CachesInference[]): CachesInference | undefined {
  return caches.reduce<CachesInference | undefined>((best, one) => {
    if (one.caches === undefined) return best;
    return best?.caches === undefined || one.caches < best.caches ? one : best;
  }, undefined);
}

function isToldLength({ least, most, because }: LengthInference): boolean {
  return least !== undefined || most !== undefined || because !== undefined;
}

function isTelling({ verdict }: OptionFinding): boolean {
  return verdict !== 'consistent';
}

function cachesRow({ requesterMode, caches, moreThan, endedBy, by, because }: CachesInference): string[] {
  const count =
    caches === undefined
      ? moreThan === 0
        ? 'unknown'
        : `more than ${countText(moreThan)}, or drops keys early`
      : `${countText(caches)}${endedBy === 'lifetime' ? '' : `, ended by ${endedBy}`}`;
  const fewer = by === undefined ? 'one is enough' : `fewer: ${placeText(by)}`;
  const why = because === undefined ? fewer : `${by === undefined ? '' : `${fewer}; `}unknown: ${because}`;
  return [`caches, by ${requesterMode}`, rowOf('caches').requirements[0] ?? '', count, why];
}

function optionsRow({ field, requirement, options, told }: OptionsInference): string[] {
  const left = options.filter(({ verdict }) => verdict === 'consistent').map(({ option }) => String(option));
  const text = told === 'varies' ? 'varies' : told === 'unknown' ? 'unknown' : left.join(' or ');
  return [field, requirement ?? '', text, options.filter(isTelling).map(findingText).join('; ')];
}

function findingText({ option, verdict, by, because }: OptionFinding): string {
  const why = by === undefined ? (because ?? '') : `${placeText(by)}, ${reasonText(by)}`;
  return `${String(option)} is ${verdict}: ${why}`;
}

function lengthRow({ field, requirement, unit, least, most, because }: LengthInference): string[] {
  const text = (value: number) => (unit === 'ms' ? durationText(value) : countText(value));
  const bounds = [
    ...(least === undefined ? [] : [`at least ${text(least.value)}`]),
    ...(most === undefined ? [] : [`at most ${text(most.value)}`]),
  ];
  const why = [
    ...(least === undefined ? [] : [`less: ${placeText(least.by)}`]),
    ...(most === undefined ? [] : [`more: ${placeText(most.by)}`]),
    ...(because === undefined ? [] : [`unknown: ${because}`]),
  ];
  return [field, requirement ?? '', bounds.join(', '), why.join('; ')];
}

function eitherRow({ value, by }: Bound): string[] {
  const text = `one of the two is at most ${durationText(value)}`;
  return ['cacheLifetime, generationLifetime', 'U-03', text, `more: ${placeText(by)}`];
}

function pairText({ one, other, by }: ExcludedPair): string {
  const told = [one, other].map(({ field, option }) => `${field} ${String(option)}`).join(' and ');
  return `${told} exclude each other: ${placeText(by)}.`;
}

function placeText({ recording, stepIndex }: Exclusion): string {
  return `${recording}, step ${countText(stepIndex + 1)}`;
}

function reasonText({ reason }: Exclusion): string {
  return cutText(reason.replaceAll('\n', ' '), LONGEST_REASON);
}
