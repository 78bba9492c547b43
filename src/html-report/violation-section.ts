import { requirement } from '../../model/requirements/index.ts';
import { sequenceSvg } from '../diagram/sequence-svg.ts';
import { timelineSvg } from '../diagram/timeline-svg.ts';
import type { NearMiss, Violation } from '../oracle/verdict.ts';
import { countText } from '../report/quantity-text.ts';
import { setupTexts } from '../report/setup-text.ts';
import { cutText } from '../report/shown.ts';
import { tellStory } from '../report/story.ts';
import type { Trace } from '../trace/trace.ts';
import { type Pictures, picturesAfter } from './followed.ts';
import { Html, html } from './html.ts';
import { stepThrough, storyTable, type ToldStep } from './step-through.ts';

/** Most steps that are told; of a longer trace the last ones. */
const MOST_STEPS = 60;
/** Longest text of an argument, in characters. */
const LONGEST_TEXT = 2_000;

/** Something that was found, and the trace that shows it. */
export interface Finding {
  readonly trace: Trace;
  /** Undefined where nothing is wrong and the trace is only told. */
  readonly violation: Violation | undefined;
  /** The index of each step of the trace, where it is some of a longer one. */
  readonly indices?: readonly number[];
  /** What the model knows after each step of the trace, where that was worked out from a longer one. */
  readonly pictures?: Pictures;
  /** The command that shows it again. */
  readonly command?: string;
  /** What it is called where nothing is violated; omitted = the last steps. */
  readonly title?: string;
  /** What else is to be said of it, a sentence each. */
  readonly notes: readonly string[];
}

/** A finding: the argument, the story, both drawings and the step-through. */
export function findingSection(finding: Finding, number: number): Html {
  const { trace, violation, indices, command, title, notes } = finding;
  const steps = toldSteps(finding);
  const earlier = (steps[0]?.index ?? 0) - (indices?.[0] ?? 0);
  const cut = earlier > 0 ? [`Of the trace the last ${countText(steps.length)} steps are told.`] : [];
  return html`<article class="finding" aria-labelledby="finding-${number}">
<h3 id="finding-${number}">${titleOf(violation, number, title)}</h3>
${violation === undefined ? undefined : argument(violation)}
${[...notes, ...cut].map((note) => html`<p>${note}</p>`)}
${command === undefined ? undefined : html`<p>See it again: <code>${command}</code></p>`}
<h4>Story</h4>
${setupList(trace)}
${storyTable(steps, trace)}
<h4>Sequence</h4>
${drawing('Sequence diagram', sequenceSvg(trace, violation, indices))}
<h4>Bucket keys over time</h4>
${drawing('Timeline of bucket keys', timelineSvg(trace, violation, indices))}
<h4>The world, step by step</h4>
<p>What the model knows after each step, by the profile of the trace; what has changed is marked.</p>
${stepThrough(steps, trace, number)}
<details><summary>All of it as plain text</summary>
<pre class="scroll" tabindex="0">${tellStory(trace, violation, indices)}</pre></details>
</article>
`;
}

function titleOf(violation: Violation | undefined, number: number, title: string | undefined): string {
  if (violation === undefined) return title === undefined ? 'The last steps' : `${number}. ${title}`;
  const { property, onlyIf } = violation;
  return `${number}. ${onlyIf === undefined ? 'Violated' : 'Not settled'}: ${property}`;
}

function toldSteps({ trace, violation, indices, pictures }: Finding): readonly ToldStep[] {
  const isWhole = indices === undefined || indices.every((index, place) => index === place);
  const known = pictures ?? (isWhole ? picturesAfter(trace) : []);
  return trace.steps
    .map((seen, place) => {
      const index = indices?.[place] ?? place;
      return { index, seen, picture: known[place], isViolating: index === violation?.stepIndex };
    })
    .slice(-MOST_STEPS);
}

function setupList(trace: Trace): Html {
  const texts = setupTexts(trace);
  return html`<ul class="setup">${texts.map((text) => html`<li>${cutText(text, LONGEST_TEXT)}</li>`)}</ul>`;
}

/** Drawings are made of text that is escaped there. */
function drawing(label: string, svg: string): Html {
  return html`<div class="scroll drawing" role="region" aria-label="${label}" tabindex="0">${new Html(svg)}</div>`;
}

function argument({ title, stepIndex, reason, onlyIf, nearest, requirements }: Violation): Html {
  const misses = nearest.map(nearMiss);
  const broken = requirements.map(requirementItem);
  return html`<dl class="argument">
<dt>Must hold</dt><dd>${title}</dd>
<dt>Found at step ${countText(stepIndex + 1)}</dt><dd class="found">${cutText(reason, LONGEST_TEXT)}</dd>
${onlyIf === undefined ? undefined : html`<dt>Unknown</dt><dd>${cutText(onlyIf, LONGEST_TEXT)}</dd>`}
${nearest.length === 0 ? undefined : html`<dt>Nearest admissible outcomes</dt><dd><ol>${misses}</ol></dd>`}
${broken.length === 0 ? undefined : html`<dt>It breaks</dt><dd><ul>${broken}</ul></dd>`}
</dl>`;
}

function nearMiss({ choices, differences, requirements }: NearMiss): Html {
  const how = choices.length === 0 ? 'nothing left to choose' : cutText(choices.join(', '), LONGEST_TEXT);
  return html`<li>${how}<ul>${differences.map((one) => html`<li>${cutText(one, LONGEST_TEXT)}</li>`)}</ul>
${requirements.length === 0 ? undefined : html`by ${cutText(requirements.join(', '))}`}</li>`;
}

function requirementItem(id: string): Html {
  const found = requirement(id);
  return found === undefined
    ? html`<li><b>${cutText(id, 20)}</b> not among the requirements</li>`
    : html`<li>${requirementText(found)}</li>`;
}

/** A requirement with where it is said: the only addresses in a report, which nothing loads by itself. */
export function requirementText({ id, text, confidence, url }: NonNullable<ReturnType<typeof requirement>>): Html {
  const source = url === undefined ? undefined : html` <a href="${url}" rel="noreferrer">source of ${id}</a>`;
  return html`<b>${id}</b> ${text} (${confidence})${source}`;
}
