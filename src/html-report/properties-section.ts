import type { PropertyReport, PropertyVerdict } from '../check/check-report.ts';
import { countText } from '../report/quantity-text.ts';
import { columnHead, type Html, html, numberHead } from './html.ts';

/** Verdicts in words and signs, what has to be looked at first. */
const VERDICTS: Readonly<Record<PropertyVerdict, string>> = {
  violated: '✗ violated',
  unknown: '? unknown',
  'not-judged': '– not judged',
  'not-exercised': '– not exercised',
  holds: '✓ holds',
};

/** What was found for each property, to be filtered by verdict. */
export function propertiesSection(properties: readonly PropertyReport[]): Html {
  const verdicts = Object.keys(VERDICTS) as readonly PropertyVerdict[];
  const counts = verdicts.map((verdict) => ({
    verdict,
    count: properties.filter((property) => property.verdict === verdict).length,
  }));
  const options = counts
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => html`<option value="${verdict}">${VERDICTS[verdict]} (${count})</option>`);
  return html`<section aria-labelledby="properties"><h2 id="properties">Properties</h2>
<p class="filter" hidden>
<label>Show <select><option value="">all (${properties.length})</option>${options}</select></label>
<label>with the words <input type="search"></label> <output aria-live="polite"></output></p>
<table class="properties">
<thead><tr>${['Verdict', 'What must hold'].map(columnHead)}
${['Steps checked', 'Exercised'].map(numberHead)}</tr></thead>
<tbody>${properties.map(propertyRow)}</tbody></table>
<p>Exercised: steps in which the case occurred that the property exists for. Where it never did nothing is claimed.</p>
</section>
`;
}

function propertyRow({ id, title, verdict, checked, exercised }: PropertyReport): Html {
  return html`<tr data-verdict="${verdict}"><td><span class="verdict ${verdict}">${VERDICTS[verdict]}</span></td>
<th scope="row"><code>${id}</code><br>${title}</th>
<td class="number">${countText(checked)}</td><td class="number">${countText(exercised)}</td></tr>
`;
}
