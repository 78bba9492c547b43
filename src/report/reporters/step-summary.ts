import type { DeterminismReport, KnownReport } from '../../check/check-report.ts';
import { determinismText, otherwiseStory } from '../determinism-text.ts';
import { metText, staleText } from '../known-lines.ts';
import { countText } from '../quantity-text.ts';
import { cutText } from '../shown.ts';
import { markdown } from './markdown.ts';
import { type Finding, findingHeadline, findingText, type Outcome } from './outcome.ts';

/** GitHub takes 1 MiB of summary a step, or none of it; a story more than this is left to the log. */
const MOST_STORY_CHARACTERS = 100_000;
/** Findings whose story is told. */
const MOST_STORIES = 5;

/** A summary in the Markdown of GitHub: verdict, findings with their stories, properties. */
export function stepSummary(outcome: Outcome): string {
  const { verdict, unknownBecause, sut, profile, properties, findings, known, determinism } = outcome;
  const because = unknownBecause === undefined ? '' : `: ${markdown(cutText(unknownBecause))}`;
  const lines = [
    `## bucketkey: ${verdict}`,
    '',
    `**${verdict}**${because} (${markdown(cutText(sut, 200))}, profile ${markdown(cutText(profile, 200))})`,
    '',
    ...findings.flatMap((finding, index) => findingLines(finding, index < MOST_STORIES)),
    ...known.filter(({ isStale, times }) => isStale || times > 0).map(knownLine),
    ...(known.length === 0 ? [] : ['']),
    ...(determinism === undefined ? [] : determinismLines(determinism)),
    '| property | verdict | checked | exercised | what must hold |',
    '|---|---|--:|--:|---|',
    ...properties.map(({ id, verdict: of, checked, exercised, title }) => {
      const cells = [markdown(id), VERDICTS[of], countText(checked), countText(exercised), markdown(title)];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function knownLine(one: KnownReport): string {
  return one.isStale ? `- **${markdown(staleText(one))}**` : `- known: ${markdown(metText(one))}`;
}

const VERDICTS = {
  holds: 'holds',
  violated: '**violated**',
  unknown: '**unknown**',
  'not-exercised': '*not exercised*',
  'not-judged': '*not judged*',
};

function findingLines(finding: Finding, isTold: boolean): readonly string[] {
  const headline = markdown(findingHeadline(finding));
  if (!isTold) return [`- ${headline}`, ''];
  return [`### ${headline}`, '', ...fenced(findingText(finding)), ''];
}

function determinismLines(report: DeterminismReport): readonly string[] {
  const headline = markdown(determinismText(report));
  if (report.first === undefined) return [headline, ''];
  return [`### ${headline}`, '', ...fenced(otherwiseStory(report.first)), ''];
}

/** A text as it is, whatever is in it. */
function fenced(text: string): readonly string[] {
  const story = cutText(text, MOST_STORY_CHARACTERS).trimEnd();
  const fence = '`'.repeat(Math.max(3, ...[...story.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return [`${fence}text`, story, fence];
}
