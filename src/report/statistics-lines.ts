import { CHARTS, CHOICE_POINTS, TRANSITIONS, transitionText } from '../../model/index.ts';
import { REQUIREMENTS } from '../../model/requirements/index.ts';
import type { CheckReport } from '../check/check-report.ts';
import { labelled } from './columns.ts';
import { countedText, countText } from './quantity-text.ts';

/** A property whose case occurred in fewer steps has hardly been tried. */
const OFTEN = 100;

/** What of the model the traces of a check have met, and by name what they have not. */
export function statisticsLines({ coverage, properties }: Pick<CheckReport, 'coverage' | 'properties'>): string[] {
  if (coverage === undefined) return ['No step was looked at for statistics.', ''];
  const taken = new Set(coverage.transitions.map(({ id }) => id));
  const asked = new Set(coverage.choices.map(({ point }) => point));
  const rested = new Set(coverage.requirements.map(({ id }) => id));
  const errors = REQUIREMENTS.filter(({ kind, area }) => kind === 'behaviour' && area === 'errors');
  const seldom = properties.filter(({ verdict, exercised }) => verdict !== 'not-judged' && exercised < OFTEN);
  return [
    `Statistics of ${countedText(coverage.steps, 'step')}:`,
    ...CHARTS.flatMap(({ title, tables }) => {
      const ids = new Set(tables.map(({ id }) => id));
      const all = TRANSITIONS.filter(({ chart }) => ids.has(chart)).map(transitionText);
      return met(`chart ${title}: transitions taken`, all, taken);
    }),
    ...met('points that AWS leaves open: asked', Object.keys(CHOICE_POINTS), asked),
    ...met(
      'errors: answered',
      errors.map(({ id }) => id),
      rested,
    ),
    ...labelled(
      `  properties whose case occurred in fewer than ${OFTEN} steps: `,
      seldom.length === 0 ? 'none' : seldom.map(({ id, exercised }) => `${id} ${countText(exercised)}`).join(', '),
    ),
    '',
  ];
}

function met(what: string, all: readonly string[], seen: ReadonlySet<string>): string[] {
  const missing = all.filter((one) => !seen.has(one));
  const counts = `  ${what} ${countText(all.length - missing.length)} of ${countText(all.length)}`;
  return missing.length === 0 ? [counts] : [`${counts}, but for`, ...labelled('    ', missing.join(', '))];
}
