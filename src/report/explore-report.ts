import type { ActionCoverage } from '../explore/action-counts.ts';
import type { Compared, Exploration, QuestionAnswer, Reach } from '../explore/exploration.ts';
import type { Together } from '../explore/together.ts';
import { labelled } from './columns.ts';
import { eventText } from './event-text.ts';
import { livenessJson, livenessLines } from './liveness-report.ts';
import { Names } from './names.ts';
import { countedText, countText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';
import { tellStory } from './story.ts';
import { violationJson } from './violation-json.ts';

/**
 * The report of an exploration for people: what was seen, what was checked, what never happened, and the verdict or the
 * story of a violation.
 */
export function exploreText(report: Exploration): string {
  const { counts, queue, invariants, monitors, compared, charts, choices, found, liveness } = report;
  const seen = [
    countedText(counts.states, 'state'),
    countedText(counts.transitions, 'transition'),
    `depth ${countText(counts.depth)}`,
  ];
  const lines = [
    ...labelled('', `${seen.join(', ')}${queue === 0 ? '' : `; ${countedText(queue, 'state')} not left yet`}.`),
    ...labelled('states told apart: ', tellingText(report)),
    ...labelled('new states by depth: ', counts.levels.map(countText).join(', ')),
    ...labelled('invariants, on each transition: ', invariants.join(', ')),
    ...(monitors.length === 0 ? [] : labelled('monitors, on a shortest path to each state: ', monitors.join(', '))),
    ...(compared === undefined ? [] : labelled('compared with whole worlds: ', comparedText(compared))),
    ...labelled(
      'choices taken: ',
      choices.reached.length === 0 ? 'none: nothing is open here' : choices.reached.join(', '),
    ),
    ...labelled('choice points never open: ', choices.unreached.length === 0 ? 'none' : choices.unreached.join(', ')),
    ...labelled(
      'chart transitions: ',
      `${shareText(charts)} taken${charts.unreached.length === 0 ? '' : '; never taken:'}`,
    ),
    ...unreachedLines(charts),
    ...neverServedLines(report.actions ?? [], queue === 0),
    ...answersLines(report.answers, queue === 0),
    ...(liveness === undefined ? [] : ['', ...livenessLines(liveness)]),
    '',
    ...verdictLines(report),
  ];
  if (found !== undefined) {
    lines.push('', tellStory(found.trace, found.violation), ...labelled('', WHAT_TO_DO));
  }
  return shownText(lines);
}

/** What was asked for, each with a shortest way there. */
export function answersLines(answers: readonly QuestionAnswer[], isWhole: boolean): string[] {
  return answers.flatMap(({ name, told }) => {
    if (told === undefined)
      return ['', ...labelled('', `${name}: ${isWhole ? 'not reachable in this scope' : 'not reached so far'}`)];
    const { trace } = told;
    return ['', ...labelled('', `${name}: reached after ${countedText(trace.steps.length, 'step')}`), tellStory(trace)];
  });
}

/** Actions that never succeeded: of the others there is nothing to be said here. */
export function neverServedLines(actions: readonly ActionCoverage[], isWhole: boolean): string[] {
  const never = actions.filter(({ served }) => served === 0);
  if (never.length === 0) return [];
  const texts = never.map(({ by, event }) => `${by === null ? '' : `${by} `}${eventText(event, NAMES)}`);
  return labelled(`actions never served${isWhole ? '' : ' so far'}: `, texts.join('; '));
}

function comparedText({ states }: Compared): string {
  return `all transitions from ${countedText(states, 'state')}; none differs`;
}

/** How states were told apart, what that takes, and what it may miss. */
function tellingText({ counts: { states }, bytes, collisionProbability, symmetries }: Exploration): string {
  const how =
    collisionProbability === 0
      ? 'by all they are'
      : `by 64-bit fingerprints, two alike with probability ${smallText(collisionProbability)}`;
  const names = symmetries === 1 ? '' : `, up to ${countText(symmetries)} renamings`;
  return `${how}${names}; ${countText(Math.round(bytes / 1_000))} kB, ${(bytes / states).toFixed(1)} bytes a state`;
}

function smallText(probability: number): string {
  return probability.toExponential(0).replace('e', ' * 10^');
}

/** What several explorations say together, for people. */
export function togetherText(
  { verdict, states, transitions, charts, choices }: Together,
  seen: number,
  scopes: number,
): string {
  const lines = [
    ...labelled(
      '',
      `${seen} of ${countedText(scopes, 'scope')} together: ${countedText(states, 'state')}, ` +
        `${countedText(transitions, 'transition')}.`,
    ),
    ...labelled('choice points never open: ', choices.unreached.length === 0 ? 'none' : choices.unreached.join(', ')),
    ...labelled(
      'chart transitions: ',
      `${shareText(charts)} taken${charts.unreached.length === 0 ? '' : '; never taken:'}`,
    ),
    ...unreachedLines(charts),
    '',
    ...labelled('', `verdict: ${verdict}`),
  ];
  return shownText(lines);
}

/** What several explorations say together, and each of them, as JSON. */
export function togetherJson(
  { verdict, states, transitions, charts, choices }: Together,
  reports: readonly Exploration[],
): string {
  return shownJson({ verdict, states, transitions, charts, choices, scopes: reports.map(exploreValue) });
}

/** Actions are told with the names of their scope as they are. */
const NAMES = new Names({ header: { setup: { requesters: [], buckets: [], kmsKeys: [], aliases: [] } }, steps: [] });

const WHAT_TO_DO =
  'No shorter way leads to a violation. The model itself breaks the property here: look at the rule behind the ' +
  'last step, ' +
  'or at the invariant if the step is right.';

/** How many of all happened. */
export function shareText({ reached, unreached }: Reach): string {
  return `${countText(reached.length)} of ${countText(reached.length + unreached.length)}`;
}

/** One line a chart. */
function unreachedLines({ unreached }: Reach): string[] {
  const byChart = new Map<string, string[]>();
  for (const move of unreached) {
    const [chart = '', text = ''] = move.split(': ');
    byChart.set(chart, [...(byChart.get(chart) ?? []), text]);
  }
  return [...byChart].flatMap(([chart, moves]) => labelled(`  ${chart}: `, moves.join(', ')));
}

function verdictLines({ verdict, unknownBecause, scope, profile }: Exploration): string[] {
  const where = `(model, scope ${scope}, profile ${profile})`;
  if (verdict === 'conforms')
    return labelled('', `verdict: conforms, every invariant holds in the whole scope ${where}`);
  if (verdict === 'violates') return labelled('', `verdict: violates ${where}`);
  return labelled(
    '',
    `verdict: unknown, ${unknownBecause ?? 'a bound'} was reached before the scope was seen whole ${where}`,
  );
}

/** The report of an exploration as JSON, keys always in the same order. */
export function exploreJson(report: Exploration): string {
  return shownJson(exploreValue(report));
}

/** What came of an action, as JSON. */
export function actionValue({ by, event, served, refused, unchanged, newStates }: ActionCoverage): object {
  return { by, event, served, refused, unchanged, newStates: newStates ?? null };
}

/** Answers to questions, as JSON. */
export function answersValue(answers: readonly QuestionAnswer[]): readonly object[] {
  return answers.map(({ name, told }) => ({ name, trace: told?.trace ?? null }));
}

function exploreValue(report: Exploration): object {
  const {
    verdict,
    unknownBecause,
    scope,
    profile,
    counts,
    queue,
    invariants,
    monitors,
    charts,
    choices,
    found,
    liveness,
  } = report;
  return {
    verdict,
    unknownBecause: unknownBecause ?? null,
    scope,
    profile,
    counts: { states: counts.states, transitions: counts.transitions, depth: counts.depth, levels: counts.levels },
    queue,
    symmetries: report.symmetries,
    collisionProbability: report.collisionProbability,
    invariants,
    monitors,
    compared: report.compared ?? null,
    charts: { reached: charts.reached, unreached: charts.unreached },
    choices: { reached: choices.reached, unreached: choices.unreached },
    actions: report.actions?.map(actionValue) ?? null,
    answers: answersValue(report.answers),
    violation: found === undefined ? null : { ...violationJson(found.violation), trace: found.trace },
    liveness: liveness === undefined ? null : livenessJson(liveness),
  };
}
