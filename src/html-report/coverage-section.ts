import { CHARTS, CHOICE_POINTS, TRANSITIONS, transitionText } from '../../model/index.ts';
import { REQUIREMENTS, type Requirement } from '../../model/requirements/index.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { PropertyReport } from '../check/check-report.ts';
import type { CoverageCounts } from '../oracle/model-coverage.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import { type Html, html } from './html.ts';
import { requirementText } from './violation-section.ts';

/** What of the model was seen: transitions of charts, what AWS leaves open, errors and requirements. */
export function coverageSection(coverage: CoverageCounts | undefined, properties: readonly PropertyReport[]): Html {
  const body =
    coverage === undefined
      ? html`<p>Nothing was counted: no step was looked at for this.</p>`
      : html`<p>${countedText(coverage.steps, 'step')} were looked at for this.
A transition, an open point or a requirement counts in a step where the model explains what was seen with it.</p>
${chartParts(coverage)}${choicePart(coverage)}${requirementParts(coverage, properties)}`;
  return html`<section aria-labelledby="coverage"><h2 id="coverage">Coverage of the model</h2>
${body}</section>
`;
}

function chartParts({ transitions }: CoverageCounts): readonly Html[] {
  const steps = new Map(transitions.map((one) => [one.id, one.steps]));
  return CHARTS.map(({ title, tables }) => {
    const ids = new Set(tables.map(({ id }) => id));
    const all = TRANSITIONS.filter(({ chart }) => ids.has(chart)).map(transitionText);
    const taken = all.filter((text) => steps.has(text)).map((text) => [text, steps.get(text) ?? 0] as const);
    const rest = all.filter((text) => !steps.has(text));
    return part(`Chart ${title}: transitions taken`, taken.length, all.length, [
      counted(taken.map(([text, count]) => [html`${text}`, countedText(count, 'step')])),
      list('Not taken', rest),
    ]);
  });
}

function choicePart({ choices }: CoverageCounts): Html {
  const points = Object.keys(CHOICE_POINTS);
  const asked = new Set(choices.map(({ point }) => point));
  const rows = choices.map(
    ({ point, asked: many, decided }) =>
      [
        html`${point} (${Object.entries(CHOICE_POINTS).find(([name]) => name === point)?.[1] ?? ''})`,
        `asked in ${countedText(many, 'step')}, decided by ${countText(decided)}`,
      ] as const,
  );
  return part('Points that AWS leaves open: asked', choices.length, points.length, [
    counted(rows),
    list(
      'Not asked, or closed by the profile',
      points.filter((point) => !asked.has(point)),
    ),
  ]);
}

function requirementParts({ requirements }: CoverageCounts, properties: readonly PropertyReport[]): readonly Html[] {
  const steps = new Map(requirements.map(({ id, steps: many }) => [id, many]));
  const exercised = new Set(properties.filter((property) => property.exercised > 0).map(({ id }) => id));
  const restingOn = (wanted: string): readonly string[] =>
    [...PROPERTIES, ...METAMORPHIC]
      .filter(({ id, requirements: ids }) => exercised.has(id) && ids.includes(wanted))
      .map(({ id }) => id);
  const told = (title: string, all: readonly Requirement[]): Html => {
    const seen = all
      .map((one) => ({ one, many: steps.get(one.id) ?? 0, by: restingOn(one.id) }))
      .filter(({ many, by }) => many > 0 || by.length > 0);
    const ids = new Set(seen.map(({ one }) => one.id));
    const rest = all.filter(({ id }) => !ids.has(id));
    return part(title, seen.length, all.length, [
      counted(
        seen.map(({ one, many, by }) => [
          requirementText(one),
          [...(many > 0 ? [countedText(many, 'step')] : []), ...by].join(', '),
        ]),
      ),
      list('Not seen', rest.map(requirementText)),
    ]);
  };
  const behaviour = REQUIREMENTS.filter(({ kind }) => kind === 'behaviour');
  return [
    told(
      'Errors that were seen',
      behaviour.filter(({ area }) => area === 'errors'),
    ),
    told(
      'Other requirements that answers rested on, or an exercised property',
      behaviour.filter(({ area }) => area !== 'errors'),
    ),
  ];
}

function part(title: string, reached: number, all: number, body: readonly (Html | undefined)[]): Html {
  return html`<details><summary>${title} <b>${countText(reached)} of ${countText(all)}</b>
<meter min="0" max="${all}" value="${reached}" aria-label="${title}"></meter></summary>
${body}</details>
`;
}

function counted(rows: readonly (readonly [Html, string])[]): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<table class="counted"><tbody>${rows.map(
    ([name, count]) => html`<tr><th scope="row">${name}</th><td>${count}</td></tr>
`,
  )}</tbody></table>`;
}

function list(title: string, items: readonly (string | Html)[]): Html | undefined {
  if (items.length === 0) return undefined;
  return html`<p>${title} (${items.length}):</p><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
