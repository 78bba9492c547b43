import type { Result } from 'sarif';
import type { AffectedReport, Change } from '../affected/affected.ts';
import { affectedSentence, findingTexts, notesOf } from './affected-report.ts';
import { countedText } from './quantity-text.ts';
import { markdown } from './reporters/markdown.ts';
import { message, sarifLog } from './reporters/sarif-log.ts';
import { cutText, shownJson } from './shown.ts';

/** Findings in a step summary: GitHub takes 1 MiB of it, or none. */
const MOST_ROWS = 200;

const RULES: Readonly<Record<Change, { readonly id: string; readonly text: string }>> = {
  'refused when on': {
    id: 'context-names-objects-only',
    text: 'A condition on the encryption context does not match the bucket, which is what KMS sees with a bucket key.',
  },
  'refused when off': {
    id: 'context-names-the-bucket-only',
    text: 'A condition on the encryption context matches no object, which is what KMS sees without a bucket key.',
  },
  'refused either way': {
    id: 'star-in-string-equals',
    text: 'StringEquals takes a star for a star, and so the condition matches nothing.',
  },
  'may be refused when on': {
    id: 'writer-cannot-decrypt',
    text: 'With bucket keys a write may decrypt its bucket key as well.',
  },
};

/** The findings as SARIF 2.1.0, each in the file of its policy. */
export function affectedSarif(report: AffectedReport): string {
  const changes = Object.keys(RULES) as Change[];
  const rules = changes.map((change) => ({ id: RULES[change].id, shortDescription: message(RULES[change].text) }));
  const results = report.findings.map((finding): Result => {
    const { headline, details } = findingTexts(finding);
    const file = finding.policy?.split(' ')[0];
    return {
      ruleId: RULES[finding.change].id,
      ruleIndex: changes.indexOf(finding.change),
      level: finding.change === 'may be refused when on' ? 'warning' : 'error',
      message: message([headline, ...details].map((line) => cutText(line)).join('\n')),
      ...(file !== undefined && {
        locations: [{ physicalLocation: { artifactLocation: { uri: encodeURIComponent(file) } } }],
      }),
    };
  });
  return shownJson(sarifLog(rules, { results }));
}

/** The findings as Markdown, for the summary of a step of GitHub Actions. */
export function affectedMarkdown(report: AffectedReport): string {
  const rows = report.findings.slice(0, MOST_ROWS).map((finding) => {
    const { headline, details } = findingTexts(finding);
    return `| ${cutMarkdown(headline)} | ${details.map(cutMarkdown).join('<br>')} |`;
  });
  const untold = report.findings.length - rows.length + report.beyondFindings;
  const lines = [
    '## bucketkey affected',
    '',
    cutMarkdown(affectedSentence(report)),
    '',
    ...(rows.length === 0 ? [] : ['| who is refused | why, and what to change |', '|---|---|', ...rows, '']),
    ...(untold > 0 ? [`${countedText(untold, 'finding')} more.`, ''] : []),
    ...notesOf(report).map((note) => `- ${cutMarkdown(note)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function cutMarkdown(text: string): string {
  return markdown(cutText(text));
}
