import { reductionPercent } from '../../model/index.ts';
import type { CallRow, CallSummary } from '../check/call-statistics.ts';
import type { EventStatistics } from '../check/check-report.ts';
import { type Names, nameText } from '../report/names.ts';
import { countText } from '../report/quantity-text.ts';
import { columnHead, type Html, html, numberHead } from './html.ts';

/** Most rows of requesters and buckets. */
const MOST_ROWS = 10;

/** KMS calls with and without bucket keys, as bars of each kind of request. */
export function callsSection(events: readonly EventStatistics[], note: string, more?: Html): Html {
  const asking = events.filter(({ kmsCalls, kmsCallsWithout }) => kmsCalls + kmsCallsWithout > 0);
  const made = asking.reduce((sum, { kmsCalls }) => sum + kmsCalls, 0);
  const without = asking.reduce((sum, { kmsCallsWithout }) => sum + kmsCallsWithout, 0);
  const longest = Math.max(1, ...asking.flatMap(({ kmsCalls, kmsCallsWithout }) => [kmsCalls, kmsCallsWithout]));
  const caption = `${totalText(made, without)} ${note}`;
  return html`<section aria-labelledby="calls"><h2 id="calls">KMS calls</h2>
${asking.length === 0 ? html`<p>No KMS call was seen.</p>` : callsFigure(asking, longest, caption)}
${more}</section>
`;
}

function totalText(made: number, without: number): string {
  const saved = reductionPercent(without, made);
  const share = saved > 0 ? `: ${saved.toFixed(1)} % fewer` : '';
  return `${countText(made)} KMS calls were made; without bucket keys at least ${countText(without)}${share}.`;
}

function callsFigure(events: readonly EventStatistics[], longest: number, caption: string): Html {
  return html`<figure><figcaption>${caption}</figcaption>
<table class="bars">
<thead><tr><th scope="col">Request</th>
<th scope="col"><span class="key made"></span>With bucket keys</th>
<th scope="col"><span class="key without"></span>Without, at least</th></tr></thead>
<tbody>${events.map((event) => barRow(event, longest))}</tbody></table></figure>`;
}

function barRow({ event, kmsCalls, kmsCallsWithout }: EventStatistics, longest: number): Html {
  return html`<tr><th scope="row">${event}</th>
<td>${bar('made', kmsCalls, longest)}</td><td>${bar('without', kmsCallsWithout, longest)}</td></tr>
`;
}

/** A number of calls, with a bar as long as its share of the longest. */
export function bar(kind: 'made' | 'without' | 'open', calls: number, longest: number): Html {
  const width = Math.round((1000 * calls) / longest) / 10;
  const rect = html`<rect class="${kind}" width="${width}" height="10"/>`;
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${rect}</svg>
${countText(calls)}`;
}

/** Who called KMS for which bucket, the most first. */
export function callRowsTable({ rows, others }: CallSummary, names: Names): Html | undefined {
  if (rows.length === 0) return undefined;
  const rest = rows.slice(MOST_ROWS).reduce((sum, row) => sum + row.calls, others);
  return html`<div class="scroll" role="region" aria-label="Who called KMS" tabindex="0">
<table><caption>Who called KMS</caption>
<thead><tr>${['Requester', 'Bucket', 'KMS key'].map(columnHead)}${numberHead('Calls')}</tr></thead>
<tbody>${rows.slice(0, MOST_ROWS).map((row) => callRow(row, names))}</tbody></table></div>
${rest === 0 ? undefined : html`<p>and ${countText(rest)} others</p>`}`;
}

function callRow({ bucket, by, keyArn, calls }: CallRow, names: Names): Html {
  return html`<tr><td>${by === null ? 'somebody' : nameText(by)}</td>
<td>${bucket === null ? 'none named' : nameText(bucket)}</td>
<td>${names.key(keyArn)}</td><td class="number">${countText(calls)}</td></tr>
`;
}
