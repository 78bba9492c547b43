import { mayCallKms, operationOf } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { answerText, kmsCallText, statusText } from '../report/answer-text.ts';
import { eventText } from '../report/event-text.ts';
import { Names, nameText } from '../report/names.ts';
import { countedText, countText, durationText } from '../report/quantity-text.ts';
import { cutText } from '../report/shown.ts';
import type { Trace } from '../trace/trace.ts';
import { columnHead, type Html, html } from './html.ts';
import type { PictureRow, PictureTable, WorldPicture } from './world-picture.ts';

/** Most KMS calls of a step that are told one by one. */
const MOST_CALLS = 20;
/** Longest text of a cell, in characters. */
const LONGEST_TEXT = 400;

/** A step that is told, with what the model knows after it; no picture where it knows nothing. */
export interface ToldStep {
  readonly index: number;
  readonly seen: ObservedStep;
  readonly picture: WorldPicture | undefined;
  /** It is the step of the violation. */
  readonly isViolating: boolean;
}

/** Each step as a row: when, who, what, the answer and the KMS calls. */
export function storyTable(steps: readonly ToldStep[], trace: Trace): Html {
  const names = new Names(trace);
  return html`<div class="scroll" role="region" aria-label="Story" tabindex="0"><table class="story">
<thead><tr>${['Step', 'At', 'Who', 'Asks', 'Answer', 'KMS calls'].map(columnHead)}</tr></thead>
<tbody>${steps.map((step, place) => [gapRow(steps[place - 1], step), storyRow(step, names)])}</tbody>
</table></div>`;
}

function gapRow(before: ToldStep | undefined, { index }: ToldStep): Html | undefined {
  const missing = index - (before?.index ?? -1) - 1;
  return missing === 0
    ? undefined
    : html`<tr class="gap"><td colspan="6">… ${countedText(missing, 'step')} left out …</td></tr>`;
}

function storyRow({ index, seen, isViolating }: ToldStep, names: Names): Html {
  const { step, observation } = seen;
  const here = isViolating ? html` <strong class="here">← here</strong>` : undefined;
  return html`<tr${isViolating ? html` class="wrong"` : undefined}>
<th scope="row">${countText(index + 1)}</th>
<td>${durationText(step.atMs)}</td>
<td>${step.by === null ? '' : nameText(step.by)}</td>
<td>${cut(eventText(step.event, names))}</td>
<td><b>${statusText(observation)}</b>${here} ${cut(answerText(observation, names))}</td>
<td>${callsOf(seen, names)}</td>
</tr>
`;
}

function callsOf({ step, observation }: ObservedStep, names: Names): Html {
  const { kmsCalls } = observation;
  if (kmsCalls === undefined) return html`not observed`;
  if (kmsCalls.length === 0) return html`${mayCallKms(operationOf(step.event)) ? 'none' : ''}`;
  const calls = kmsCalls
    .slice(0, MOST_CALLS)
    .map((call) => html`<div>${cut(kmsCallText(call, step.by, names))} <b>${call.result ?? '?'}</b></div>`);
  const more = kmsCalls.length - calls.length;
  return html`${calls}${more > 0 ? html`<div>and ${countText(more)} more</div>` : undefined}`;
}

/**
 * The world after each step, one at a time: without a script all of them. What has changed since the step before is
 * marked.
 */
export function stepThrough(steps: readonly ToldStep[], trace: Trace, number: number): Html {
  const names = new Names(trace);
  const panels = steps.map((step, place) => panel(step, steps[place - 1], names));
  const last = steps.length;
  return html`<div class="stepper" role="group" aria-label="World after each step, finding ${number}">
<div class="controls" hidden>
<button type="button" class="previous">◀ Previous step</button>
<label>Step <input type="range" min="1" max="${last}" value="${last}"></label>
<button type="button" class="next">Next step ▶</button>
<output aria-live="polite"></output>
</div>
${panels}
</div>`;
}

function panel(step: ToldStep, before: ToldStep | undefined, names: Names): Html {
  const { index, seen, picture, isViolating } = step;
  const { by, event, atMs } = seen.step;
  const who = by === null ? '' : `${nameText(by)} `;
  const what = `${who}${cut(eventText(event, names))}, ${statusText(seen.observation)}`;
  const title = `Step ${countText(index + 1)}, ${durationText(atMs)}: ${what}`;
  const earlier = before !== undefined && before.index === index - 1 ? before.picture : undefined;
  return html`<section class="panel${isViolating ? ' wrong' : ''}" data-title="${title}">
<h5>${title}</h5>
${picture === undefined ? unknownWorld(earlier) : picture.map((table, place) => tableOf(table, earlier?.[place]))}
</section>
`;
}

/** Of a step that nothing explains there is no world after it, but the one that it met. */
function unknownWorld(before: WorldPicture | undefined): Html {
  return before === undefined
    ? html`<p>Not decided: the model cannot follow the trace up to here.</p>`
    : html`<p>Nothing that the model admits explains this step. This is what it met:</p>
${before.map((table) => tableOf(table, table))}`;
}

function tableOf({ title, columns, rows, leftOut }: PictureTable, before: PictureTable | undefined): Html {
  if (rows.length === 0) return html`<p><b>${title}:</b> none</p>`;
  const more = leftOut === 0 ? undefined : html`<p>and ${countText(leftOut)} more</p>`;
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0"><table>
<caption>${title}</caption>
<thead><tr>${columns.map(columnHead)}</tr></thead>
<tbody>${rows.map((row) => rowOf(row, before))}</tbody>
</table></div>${more}`;
}

function rowOf({ id, cells }: PictureRow, before: PictureTable | undefined): Html {
  const earlier = before?.rows.find((row) => row.id === id)?.cells;
  const cellOf = (cell: string, place: number): Html => {
    const isChanged = before !== undefined && earlier?.[place] !== cell;
    const text = isChanged ? html`<mark>${cut(cell)}</mark>` : cut(cell);
    return place === 0 ? html`<th scope="row">${text}</th>` : html`<td>${text}</td>`;
  };
  return html`<tr>${cells.map(cellOf)}</tr>
`;
}

function cut(text: string): string {
  return cutText(text, LONGEST_TEXT);
}
