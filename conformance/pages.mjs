// Writes the pages of docs/conformance/ from the results of the campaigns.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the page of each server that has results, and the matrix of all. */
export function writePages(root, servers) {
  const folder = join(root, 'docs/conformance');
  const done = servers.flatMap((server) => {
    const file = join(folder, 'results', `${server.name}.json`);
    return existsSync(file) ? [{ ...server, result: JSON.parse(readFileSync(file, 'utf8')) }] : [];
  });
  for (const server of done) writeFileSync(join(folder, `${server.name}.md`), serverPage(server));
  writeFileSync(join(folder, 'README.md'), matrixPage(done));
}

function matrixPage(servers) {
  const ids = servers[0]?.result.properties.map(({ id }) => id) ?? [];
  const head = servers.map(({ name }) => `[${name}](${name}.md)`);
  const rows = ids.map((id) => [
    // That the model explains what was seen is no property of its own.
    id === 'explained' ? id : `[${id}](../../properties/${id}.ts)`,
    ...servers.map(({ result }) => result.properties.find((one) => one.id === id)?.verdict ?? ''),
  ]);
  return `# Servers held to the model

Each was started on loopback and checked over HTTP by [\`conformance/campaign.mjs\`](../../conformance/campaign.mjs), which writes these
pages; \`results/\` has what they are made of, \`traces/\` the shortest trace of each deviation, which \`bucketkey judge\` judges again.
\`not-observable\`: it cannot be seen from where it was looked, as KMS calls without a log of them. \`not-supported\`: the
operations it is about are not there. \`not-exercised\`: its case did not come up. None of these is a pass. Where nothing stands, the
property is newer than the run. AWS itself is not among the servers:
what asks it is in [\`conformance/aws/\`](../../conformance/aws/README.md), and was never run there.

${table(
  ['', ...head],
  [
    ['made on', ...servers.map(({ result }) => result.ran.date)],
    ['verdict', ...servers.map(({ result }) => `**${result.verdict}**`)],
    ['deviations', ...servers.map(({ result }) => `${result.deviations.length}`)],
    ['runs, steps', ...servers.map(({ result }) => `${result.runs}, ${result.steps}`)],
    ...rows,
  ],
)}
`;
}

function serverPage({ title, result }) {
  const {
    ran,
    verdict,
    unknownBecause,
    runs,
    steps,
    requests,
    unclearSteps,
    profile,
    command,
    probe,
    deviations,
    violations,
    stories,
  } = result;
  const because = verdict === 'unknown' ? `, ${unknownBecause}` : '';
  return `# ${title}

Verdict: **${verdict}**${because}. ${runs} runs, ${steps} steps, ${requests} requests, judged by the profile \`${profile}\`.${unclearSteps > 0 ? ` Of ${unclearSteps} steps the KMS calls could not be told from those of other traces.` : ''}
Made on ${ran.date} by \`conformance/campaign.mjs\`, which starts the server (${ran.versions.join(', ')}); then it is

\`\`\`sh
${command}
\`\`\`

## What it can do

\`harms\`: it destroys what it is sent to, and was not sent again.

${table(
  ['probed', 'found', 'what was answered'],
  probe.map(({ what, verdict: found, note }) => [what, found, cell(note)]),
)}

${deviationsText(deviations)}
${violations.length === 0 ? '' : `## Shortest traces\n\n${violations.map((one, place) => violationText(one, stories[place])).join('\n')}`}`;
}

function deviationsText(deviations) {
  if (deviations.length === 0) return '## Deviations\n\nNone was met.\n';
  const operations = [...new Set(deviations.map(({ operation }) => operation))];
  const what = ({ part, property, expected, observed }) =>
    part === undefined ? property : expected === undefined ? part : `${part}: ${observed} for ${expected}`;
  const classes = [...new Set(deviations.map(what))];
  const times = (one, operation) =>
    deviations.filter((d) => what(d) === one && d.operation === operation).reduce((sum, d) => sum + d.times, 0);
  const facts = (one) =>
    [...new Set(deviations.filter((d) => what(d) === one).flatMap((d) => d.requirements))].join(', ');
  const rows = classes.map((one) => [cell(one), ...operations.map((op) => `${times(one, op) || ''}`), facts(one)]);
  return `## Deviations

How often each was met, by operation; what was seen stands before what was due. The ids are those of the claims it contradicts.

${table(['deviation', ...operations, 'claims'], rows)}
`;
}

function violationText({ property, requirements, reason, file }, story) {
  const judge = file === null ? '' : `\n\`npx bucketkey judge ${file}\`\n`;
  return `### ${property}\n\n${cell(reason)} (${requirements.join(', ')})\n\n\`\`\`text\n${story}\n\`\`\`\n${judge}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Texts of a server are no Markdown. */
function cell(text) {
  return text.replaceAll(/[|<>*_`[\]\\]/g, (sign) => `\\${sign}`).replaceAll(/\s+/g, ' ');
}
