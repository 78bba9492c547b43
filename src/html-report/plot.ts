import type { CallsOverTime } from '../predict/calls-over-time.ts';
import { countText, durationText } from '../report/quantity-text.ts';
import { bar } from './calls-section.ts';
import { columnHead, type Html, html, numberHead } from './html.ts';

/** Calls that are drawn together, in the colour of a key of its own. */
export interface Kind {
  readonly look: 'made' | 'without' | 'open';
  readonly title: string;
}

/** Calls by time: bars of each kind side by side for each bin, and the numbers below for who wants or needs them. */
export function timePlot(calls: CallsOverTime, shown: readonly (readonly [place: number, kind: Kind])[]): Html {
  const kinds = shown.map(([place, kind]) => ({ ...kind, bins: calls.kinds[place] ?? [] }));
  const count = Math.max(0, ...kinds.map(({ bins }) => bins.length));
  const most = kinds.reduce((high, { bins }) => Math.max(high, ...bins), 0);
  if (most === 0) return html`<p>No KMS call.</p>`;
  const width = 1 / (kinds.length + 0.5);
  const bars = kinds.flatMap(({ look, bins }, place) =>
    bins.map((made, at) => {
      const height = made === 0 ? 0 : Math.max(0.5, (100 * made) / most);
      const [x, y, wide, high] = [at + place * width, 100 - height, width, height].map(rounded);
      return html`<rect class="${look}" x="${x}" y="${y}" width="${wide}" height="${high}"/>`;
    }),
  );
  const keys = kinds.map(({ look, title }) => html`<span><span class="key ${look}"></span>${title}</span> `);
  const row = (at: number) => html`<tr><td>${momentText(calls.startMs + at * calls.widthMs)}</td>
${kinds.map(({ bins }) => html`<td class="number">${countText(bins[at] ?? 0)}</td>`)}</tr>
`;
  const caption = `KMS calls in ${durationText(calls.widthMs)} each, at most ${countText(most)}. `;
  return html`<figure><figcaption>${caption}${keys}</figcaption>
<svg class="plot" viewBox="0 0 ${count} 100" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
<details><summary>The numbers</summary>
<div class="scroll" role="region" aria-label="KMS calls over time" tabindex="0"><table>
<thead><tr>${columnHead('From')}${kinds.map(({ title }) => numberHead(title))}</tr></thead>
<tbody>${Array.from({ length: count }, (_, at) => row(at))}</tbody></table></div></details></figure>`;
}

/** Times of logs are moments; those of workloads count from their beginning, long before any log. */
function momentText(ms: number): string {
  const isMoment = ms >= Date.UTC(2000) && ms <= 8.64e15;
  return isMoment ? `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC` : durationText(ms);
}

/** Calls by name, as bars of two kinds. */
export function barTable(
  title: string,
  kinds: readonly [Kind, Kind],
  rows: readonly (readonly [name: string, first: number, second: number])[],
): Html {
  const longest = Math.max(1, ...rows.flatMap(([, first, second]) => [first, second]));
  const [one, other] = kinds;
  const head = ({ look, title: text }: Kind) => html`<th scope="col"><span class="key ${look}"></span>${text}</th>`;
  return html`<table class="bars">
<thead><tr>${columnHead(title)}${head(one)}${head(other)}</tr></thead>
<tbody>${rows.map(
    ([name, first, second]) => html`<tr><th scope="row">${name}</th>
<td>${bar(one.look, first, longest)}</td><td>${bar(other.look, second, longest)}</td></tr>
`,
  )}</tbody></table>`;
}

function rounded(number: number): number {
  return Math.round(number * 1_000) / 1_000;
}
