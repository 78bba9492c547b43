import type { PredictedWith, Prediction } from '../predict/prediction.ts';
import {
  BAND_COLUMNS,
  bandRows,
  notesOf,
  type PredictionReport,
  savingSentence,
  workloadSentence,
} from '../report/prediction-report.ts';
import { countedText, countText, durationText } from '../report/quantity-text.ts';
import { columnHead, type Html, html, numberHead } from './html.ts';
import { page } from './page.ts';
import { barTable, type Kind, timePlot } from './plot.ts';
import { section } from './why-page.ts';

/** Most requesters that are shown. */
const ROWS = 30;

const OFF: Kind = { look: 'without', title: 'Without bucket keys' };

/** What a workload comes to without and with bucket keys, as one HTML file. */
export function predictHtml(report: PredictionReport): string {
  const { prediction } = report;
  const { overTime, requests, requesters } = prediction;
  const most = atExtreme(prediction, (one, other) => one.calls > other.calls);
  const fewest = atExtreme(prediction, (one, other) => one.calls < other.calls);
  const shown = [[0, OFF] as const, ...(most === undefined ? [] : [onOf(most, 'made')])];
  if (fewest !== undefined && fewest.place !== most?.place) shown.push(onOf(fewest, 'open'));
  return page(
    {
      title: 'bucketkey predict',
      sentences: [savingSentence(prediction), workloadSentence(prediction)],
      facts: [
        ['Requests', countText(requests)],
        ['Requesters', countText(requesters)],
      ],
    },
    [
      { id: 'band', title: 'The band', body: section('band', 'The band', bandTable(prediction)) },
      { id: 'time', title: 'Calls over time', body: section('time', 'Calls over time', timePlot(overTime, shown)) },
      {
        id: 'requesters',
        title: 'Calls per requester',
        body: section('requesters', 'Calls per requester', requesterTable(prediction, most)),
      },
      {
        id: 'notes',
        title: 'What it rests on',
        body: section(
          'notes',
          'What it rests on',
          html`<ul>${notesOf(report).map((note) => html`<li>${note}</li>`)}</ul>`,
        ),
      },
    ],
  );
}

interface Placed {
  readonly place: number;
  readonly one: PredictedWith;
}

function atExtreme(
  { with: withKeys }: Prediction,
  isBeyond: (one: PredictedWith, other: PredictedWith) => boolean,
): Placed | undefined {
  let found: Placed | undefined;
  for (const [place, one] of withKeys.entries())
    if (found === undefined || isBeyond(one, found.one)) found = { place: place + 1, one };
  return found;
}

function onOf({ place, one }: Placed, look: Kind['look']): readonly [number, Kind] {
  return [place, { look, title: withText(one) }];
}

function withText({ lifetimeMs, caches }: PredictedWith): string {
  return `With: ${durationText(lifetimeMs)}, ${countedText(caches, 'cache')}`;
}

function bandTable(prediction: Prediction): Html {
  const heads = BAND_COLUMNS.map(({ title, align }) => (align === 'right' ? numberHead(title) : columnHead(title)));
  const cells = (row: readonly string[]) =>
    row.map(
      (cell, at) => html`<td${BAND_COLUMNS[at]?.align === 'right' ? html` class="number"` : undefined}>${cell}</td>`,
    );
  return html`<div class="scroll" role="region" aria-label="KMS calls by lifetime and caches" tabindex="0"><table>
<thead><tr>${heads}</tr></thead>
<tbody>${bandRows(prediction).map(
    (row) => html`<tr>${cells(row)}</tr>
`,
  )}</tbody></table></div>`;
}

function requesterTable({ names, without }: Prediction, most: Placed | undefined): Html {
  const rows = names
    .map((name, at) => [name, without.ofRequesters[at] ?? 0, most?.one.ofRequesters[at] ?? 0] as const)
    .sort((a, b) => b[1] - a[1]);
  if (rows.length === 0 || most === undefined) return html`<p>No KMS call.</p>`;
  const left = rows.length - ROWS;
  const named = rows.slice(0, ROWS).map(([name, ...calls]) => [name === '' ? 'all' : name, ...calls] as const);
  return html`${barTable('Requester', [OFF, { look: 'made', title: withText(most.one) }], named)}
${left > 0 ? html`<p>and ${countedText(left, 'other')}</p>` : undefined}`;
}
