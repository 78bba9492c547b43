import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { renderMachineSvg } from '../diagrams/render-machine.ts';
import { code, type Page, table } from './page.ts';
import { linkRequirements } from './requirement-links.ts';
import type { SourceFile } from './source-file.ts';

/** The page of the composed machine, which shows its picture. */
export function machinePage(machine: AnyStateMachine): Page {
  const regions = Object.values<AnyStateNode>(machine.root.states);
  const body = [
    `${machine.root.description}\n`,
    '[One machine to look at](guides/one-machine.md) tells how to run it, and what it is good for.\n',
    '![The composed machine](./machine.svg)\n',
    table(
      ['Region', 'What it is'],
      regions.map(({ key, description }) => [code(key), linkRequirements(description ?? '', '')]),
    ),
    '\n[machine.json](./machine.json) is its config, for XState and for the editor of Stately.',
  ].join('\n');
  return { path: 'machine.md', title: 'The composed machine', body };
}

/** Picture and config of the composed machine. */
export async function machineFiles(machine: AnyStateMachine): Promise<readonly SourceFile[]> {
  return [
    { path: 'machine.svg', text: await renderMachineSvg(machine) },
    { path: 'machine.json', text: `${JSON.stringify(machine.config, undefined, 2)}\n` },
  ];
}
