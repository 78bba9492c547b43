// Writes docs/generated, from which TypeDoc makes the site. Run from the root of the project: `npm run docs`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bucketkeyMachine, CHARTS, OPEN_POINTS, PROFILES, REQUIREMENTS } from '../../model/index.ts';
import { leastReuse } from '../../properties/least-reuse.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { LIVENESS, ON_TRANSITIONS_ALONE, PROPERTIES } from '../../properties/properties.ts';
import { MUTANTS } from '../../src/adequacy/index.ts';
import { judgeTrace } from '../../src/check/replay.ts';
import { profileOf } from '../../src/profile/described-profile.ts';
import { SCENARIOS } from '../../src/scenario/index.ts';
import { readTraceFile } from '../../src/trace/read-trace-file.ts';
import { citationsIn } from './citations.ts';
import { playedScenarios } from './played-scenario.ts';
import { siteFiles } from './site.ts';
import { sourceFiles } from './source-files.ts';
import { storiesIn } from './stories.ts';

const OUTPUT = join('docs', 'generated');

const failing = await readTraceFile(join('docs', 'traces', 'a-cache-for-everybody.ndjson'));

const sources = sourceFiles('.', ['model', 'properties', 'src', 'tests']);

const files = await siteFiles({
  charts: CHARTS,
  machine: bucketkeyMachine,
  properties: [...PROPERTIES, leastReuse, ...ON_TRANSITIONS_ALONE, ...LIVENESS, ...METAMORPHIC],
  requirements: REQUIREMENTS,
  openPoints: OPEN_POINTS,
  profiles: PROFILES,
  mutants: MUTANTS,
  citations: citationsIn(sources),
  sources,
  stories: storiesIn(readFileSync(join('src', 'report', 'golden-texts.txt'), 'utf8')),
  scenarios: await playedScenarios(SCENARIOS),
  failure: judgeTrace(failing, profileOf(failing.header.profile)),
  contributing: readFileSync('CONTRIBUTING.md', 'utf8'),
  guides: sourceFiles('.', ['docs/guides'], '.md'),
});

rmSync(OUTPUT, { recursive: true, force: true });
for (const { path, text } of files) {
  const target = join(OUTPUT, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
process.stdout.write(`${files.length} files in ${OUTPUT}\n`);
