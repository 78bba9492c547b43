import type { PropertyReport, PropertyVerdict } from '../check/check-report.ts';
import type { ReplayResult } from '../check/replay-result.ts';
import type { Verdict } from '../oracle/verdict.ts';
import { nameOfProfile } from '../profile/described-profile.ts';
import { beginningLines } from './beginning-lines.ts';
import { labelled } from './columns.ts';
import { nameText } from './names.ts';
import { shownJson, shownText } from './shown.ts';
import { tellStory } from './story.ts';
import { violationJson } from './violation-json.ts';

/** The two answers to a replay: what was recorded, judged as it stands, and the same steps taken afresh. */
export interface ReplayReport {
  readonly recorded: ReplayResult;
  readonly afresh: ReplayResult;
}

/** The verdict over both: one violation is enough, and nothing unknown passes for settled. */
export function replayVerdict({ recorded, afresh }: ReplayReport): Verdict {
  const verdicts = [recorded.verdict, afresh.verdict];
  if (verdicts.includes('violates')) return 'violates';
  return verdicts.includes('unknown') ? 'unknown' : 'conforms';
}

/** Both answers, each with what it is called. */
export function replayResults({
  recorded,
  afresh,
}: ReplayReport): readonly (ReplayResult & { readonly which: string })[] {
  return [
    { ...recorded, which: 'as recorded' },
    { ...afresh, which: 'taken afresh' },
  ];
}

/** Verdicts on a property, the one that counts of two first. */
const PROPERTY_VERDICTS: readonly PropertyVerdict[] = ['violated', 'unknown', 'not-judged', 'holds', 'not-exercised'];

/** What both answers together came to for each property. */
export function replayProperties({ recorded, afresh }: ReplayReport): readonly PropertyReport[] {
  const both = new Map<string, PropertyReport>();
  for (const one of [...recorded.properties, ...afresh.properties]) {
    const other = both.get(one.id);
    if (other === undefined) both.set(one.id, one);
    else
      both.set(one.id, {
        ...one,
        verdict:
          PROPERTY_VERDICTS.find((verdict) => verdict === one.verdict || verdict === other.verdict) ?? one.verdict,
        checked: one.checked + other.checked,
        exercised: one.exercised + other.exercised,
      });
  }
  return [...both.values()];
}

/** A replay for people: a story of each answer that violates, then both verdicts. */
export function replayText(report: ReplayReport): string {
  const { recorded, afresh } = report;
  const { sut, profile, seed } = recorded.trace.header;
  const lines: string[] = [];
  const [ofRecorded, ofAfresh] = [recorded.violation ?? recorded.doubt, afresh.violation ?? afresh.doubt];
  if (ofRecorded !== undefined) lines.push('As recorded:', '', tellStory(recorded.trace, ofRecorded));
  if (ofAfresh !== undefined) lines.push('Taken afresh:', '', tellStory(afresh.trace, ofAfresh));
  if (ofRecorded === undefined && ofAfresh === undefined) lines.push(tellStory(recorded.trace));
  lines.push(
    ...beginningLines(recorded.beginnings),
    ...labelled('as recorded (', `${nameText(sut)}): ${outcomeText(recorded)}`),
    ...labelled('taken afresh (', `${nameText(afresh.trace.header.sut)}): ${outcomeText(afresh)}`),
    ...labelled('', `verdict: ${replayVerdict(report)} (profile ${nameText(nameOfProfile(profile))}, seed ${seed})`),
  );
  return shownText(lines);
}

/** A replay as JSON, keys always in the same order. */
export function replayJson(report: ReplayReport): string {
  const { profile, seed } = report.recorded.trace.header;
  const value = {
    verdict: replayVerdict(report),
    profile: nameOfProfile(profile),
    seed,
    recorded: resultJson(report.recorded),
    afresh: resultJson(report.afresh),
  };
  return shownJson(value);
}

function outcomeText({ verdict, violation, doubt, unknownBecause, trace }: ReplayResult): string {
  if (violation !== undefined)
    return `violates ${violation.property} at step ${violation.stepIndex + 1} of ${trace.steps.length}`;
  if (unknownBecause === undefined) return verdict;
  return `${verdict}, ${unknownBecause}${doubt === undefined ? ' was reached' : ''}`;
}

function resultJson({ verdict, violation, doubt, unknownBecause, beginnings, trace }: ReplayResult) {
  return {
    verdict,
    unknownBecause: unknownBecause ?? null,
    sut: trace.header.sut,
    violation: violation === undefined ? null : violationJson(violation),
    ...(doubt !== undefined && { doubt: violationJson(doubt) }),
    ...(beginnings !== undefined && { beginnings }),
    steps: trace.steps.map(({ step, observation }) => ({ step, observation })),
  };
}
