import { countedText, countText } from '../report/quantity-text.ts';
import { mainSentence, percent } from '../report/why-report.ts';
import type { CallGroup } from '../why/call-groups.ts';
import type { Diagnosis } from '../why/diagnosis.ts';
import type { BucketReuse, WhyReport } from '../why/why-trail.ts';
import { columnHead, type Html, html, numberHead } from './html.ts';
import { page } from './page.ts';
import { barTable, type Kind, timePlot } from './plot.ts';

/** Most requesters and buckets that are shown. */
const ROWS = 30;

const OBJECTS: Kind = { look: 'without', title: 'For objects: no bucket key' };
const BUCKETS: Kind = { look: 'made', title: 'For bucket keys' };
const OTHERS: Kind = { look: 'open', title: 'Not by S3' };

/** Where KMS calls come from, as one HTML file. */
export function whyHtml(report: WhyReport): string {
  const { trail, calls, billed, denied, diagnoses, groups, buckets, overTime } = report;
  const [main] = diagnoses;
  return page(
    {
      title: 'bucketkey why',
      sentences: [mainSentence(report), ...(main === undefined ? [] : [main.fix])],
      facts: [
        ['Records', countText(trail.records)],
        ['KMS calls', `${countText(calls)}, ${countText(billed)} of them billed`],
        ['Denied', countText(denied)],
      ],
    },
    [
      { id: 'causes', title: 'Causes', body: causes(diagnoses) },
      {
        id: 'time',
        title: 'Calls over time',
        body: section(
          'time',
          'Calls over time',
          timePlot(overTime, [
            [0, OBJECTS],
            [1, BUCKETS],
            [2, OTHERS],
          ]),
        ),
      },
      {
        id: 'requesters',
        title: 'Calls per requester',
        body: section('requesters', 'Calls per requester', requesters(groups)),
      },
      { id: 'buckets', title: 'Buckets', body: section('buckets', 'Buckets', bucketTable(buckets)) },
    ],
  );
}

/** A part of a page with its heading. */
export function section(id: string, title: string, body: Html): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body}</section>
`;
}

function causes(diagnoses: readonly Diagnosis[]): Html {
  if (diagnoses.length === 0) return section('causes', 'Causes', html`<p>No cause was found.</p>`);
  const rows = diagnoses.map(
    ({ id, title, calls, share, certainty, fix, buckets }) => html`<tr><th scope="row">${id}</th>
<td class="number">${countText(calls)}</td><td class="number">${percent(share)}</td>
<td>They ${title}. ${certainty === 'certain' ? '' : `This is ${certainty}. `}${fix}${inText(buckets)}</td></tr>
`,
  );
  return section(
    'causes',
    'Causes',
    html`<div class="scroll" role="region" aria-label="Causes" tabindex="0"><table>
<thead><tr>${columnHead('Cause')}${['Calls', 'Share'].map(numberHead)}${columnHead('What to do')}</tr></thead>
<tbody>${rows}</tbody></table></div>`,
  );
}

function inText(buckets: readonly string[]): string {
  return buckets.length === 0 ? '' : ` In ${buckets.join(', ')}.`;
}

function requesters(groups: readonly CallGroup[]): Html {
  const sums = new Map<string, [name: string, objects: number, buckets: number]>();
  for (const { requester, account, context, calls } of groups) {
    const at = `${account}/${requester}`;
    const sum = sums.get(at) ?? [requester, 0, 0];
    sums.set(at, sum);
    if (context === 'object') sum[1] += calls;
    if (context === 'bucket') sum[2] += calls;
  }
  const rows = [...sums.values()]
    .filter(([, objects, own]) => objects + own > 0)
    .sort((a, b) => b[1] + b[2] - a[1] - a[2]);
  if (rows.length === 0) return html`<p>No call that S3 made.</p>`;
  const left = rows.length - ROWS;
  return html`${barTable('Requester', [OBJECTS, BUCKETS], rows.slice(0, ROWS))}
${left > 0 ? html`<p>and ${countedText(left, 'other')}</p>` : undefined}`;
}

function bucketTable(buckets: readonly BucketReuse[]): Html {
  if (buckets.length === 0) return html`<p>No bucket is named by a call.</p>`;
  const rows = buckets.slice(0, ROWS).map(
    ({ bucket, requests, bucketCalls, objectCalls, reuse }) => html`<tr><th scope="row">${bucket}</th>
${[countText(requests), countText(bucketCalls), countText(objectCalls), reuse === undefined ? '-' : percent(reuse)].map(
  (cell) => html`<td class="number">${cell}</td>`,
)}</tr>
`,
  );
  const heads = ['Requests', 'Calls for bucket keys', 'Calls for objects', 'Served without a call'];
  return html`<div class="scroll" role="region" aria-label="Buckets" tabindex="0"><table>
<thead><tr>${columnHead('Bucket')}${heads.map(numberHead)}</tr></thead>
<tbody>${rows}</tbody></table></div>
${buckets.length > ROWS ? html`<p>and ${countedText(buckets.length - ROWS, 'other')}</p>` : undefined}`;
}
