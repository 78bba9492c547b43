import type { Simulation } from '../explore/simulate/simulation.ts';
import { labelled } from './columns.ts';
import { actionValue, answersLines, answersValue, neverServedLines, shareText } from './explore-report.ts';
import { countedText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';
import { tellStory } from './story.ts';
import { violationJson } from './violation-json.ts';

/** The report of a simulation for people: what was done, and the verdict or the story of a violation. */
export function simulationText(report: Simulation): string {
  const { seed, runs, walks, steps, states, invariants, monitors, charts, choices, actions = [], found } = report;
  const asked = walks === runs ? '' : ` of ${runs}`;
  const done = [countedText(walks, 'random walk') + asked, countedText(steps, 'step'), countedText(states, 'state')];
  return shownText([
    ...labelled(
      '',
      `${done.join(', ')}; seed ${seed}, up to ${countedText(report.depth, 'step')} each, ticks counted.`,
    ),
    ...labelled('invariants, on each transition: ', invariants.join(', ')),
    ...(monitors.length === 0 ? [] : labelled('monitors, on each walk: ', monitors.join(', '))),
    ...labelled('choices taken: ', choices.reached.length === 0 ? 'none' : choices.reached.join(', ')),
    ...labelled('chart transitions: ', `${shareText(charts)} taken`),
    ...neverServedLines(actions, false),
    ...answersLines(report.answers, false),
    '',
    ...labelled('', verdictText(report)),
    ...(found === undefined ? [] : ['', tellStory(found.trace, found.violation), ...labelled('', OF_THE_WAY)]),
  ]);
}

const OF_THE_WAY =
  'There may be a shorter way. The model itself breaks the property here: look at the rule behind the last step, or ' +
  'at the invariant if the step is right.';

function verdictText({ verdict, scope, profile }: Simulation): string {
  const where = `(model, scope ${scope}, profile ${profile})`;
  if (verdict === 'violates') return `verdict: violates ${where}`;
  return `verdict: unknown, no walk found a violation, which says nothing of what no walk has seen ${where}`;
}

/** The report of a simulation as JSON, keys always in the same order. */
export function simulationJson(report: Simulation): string {
  return shownJson(simulationValue(report));
}

/** Several simulations as JSON. */
export function simulationsJson(verdict: Simulation['verdict'], reports: readonly Simulation[]): string {
  return shownJson({ verdict, scopes: reports.map(simulationValue) });
}

function simulationValue(report: Simulation): object {
  const { verdict, scope, profile, seed, runs, depth, walks, steps, states, charts, choices, actions, found } = report;
  return {
    verdict,
    scope,
    profile,
    seed,
    runs,
    depth,
    walks,
    steps,
    states,
    invariants: report.invariants,
    monitors: report.monitors,
    charts: { reached: charts.reached, unreached: charts.unreached },
    choices: { reached: choices.reached, unreached: choices.unreached },
    actions: actions?.map(actionValue) ?? null,
    answers: answersValue(report.answers),
    violation: found === undefined ? null : { ...violationJson(found.violation), trace: found.trace },
  };
}
