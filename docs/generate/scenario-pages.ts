import { nameOfProfile } from '../../src/profile/described-profile.ts';
import type { ScenarioFigure } from '../../src/scenario/scenario.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { drawingFiles, shownDrawing } from './drawings.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import type { PlayedScenario } from './played-scenario.ts';
import { linkRequirements } from './requirement-links.ts';
import type { SourceFile } from './source-file.ts';

/** One page for each scenario, the list of them first. */
export function scenarioPages({ scenarios }: Material): readonly Page[] {
  const list: Page = {
    path: 'scenarios.md',
    title: 'Scenarios',
    children: scenarios.map(({ scenario: { name } }) => `scenarios/${name}.md`),
    body: [
      'Stories that somebody met in practice, played on the reference implementation and judged by the model.',
      '`npx bucketkey scenario NAME` plays one, `npx bucketkey draw --scenario NAME` draws it.\n',
      table(
        ['Scenario', 'What it shows'],
        scenarios.map(({ scenario: { name, title } }) => [`[${name}](scenarios/${name}.md)`, title]),
      ),
    ].join('\n'),
  };
  return [list, ...scenarios.map(scenarioPage)];
}

/** The drawings of the pages. */
export function scenarioDrawings({ scenarios }: Material): readonly SourceFile[] {
  return scenarios.flatMap(({ scenario: { name }, traces }) =>
    traces.flatMap((trace, run) => drawingFiles(`scenarios/${name}-${run + 1}`, trace)),
  );
}

function scenarioPage({ scenario, result, traces }: PlayedScenario): Page {
  const { name, title, description } = scenario;
  const body = [
    `${title}\n\n${linkRequirements(description, '../')}\n\n`,
    section('What it comes to', table(['Figure', 'Value', 'Unit', 'Expected'], result.figures.map(figureRow))),
    ...result.notes.map((note) => `${linkRequirements(note, '../')}\n\n`),
    ...traces.map((trace, run) => section(runTitle(trace, run + 1), runDrawings(name, run + 1))),
  ];
  return { path: `scenarios/${name}.md`, title: name, body: body.join('') };
}

function figureRow({ name, value, unit, expected }: ScenarioFigure): readonly string[] {
  return [name, value.toLocaleString('en-US', { maximumFractionDigits: 6 }), unit ?? '', expected ?? ''];
}

function runTitle({ header, steps }: Trace, run: number): string {
  return `Run ${run}: ${steps.length.toLocaleString('en-US')} steps, profile ${nameOfProfile(header.profile)}`;
}

function runDrawings(name: string, run: number): string {
  const command = code(`npx bucketkey draw --scenario ${name}${run === 1 ? '' : ` --run ${run}`}`);
  return [
    `Drawn by ${command}. Of a long run those steps are shown in which something is new.\n`,
    shownDrawing(`Run ${run} as a sequence diagram`, `./${name}-${run}-sequence.svg`),
    `Its bucket keys, with ${code('--what timeline')}:\n`,
    shownDrawing(`Bucket keys of run ${run}`, `./${name}-${run}-timeline.svg`),
  ].join('\n');
}
