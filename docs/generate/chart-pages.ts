import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { stateNodes, transitionsOf } from '../../model/charts/compile/state-nodes.ts';
import type { Chart } from '../../model/index.ts';
import { guardText } from '../diagrams/guard-text.ts';
import { idsIn } from './citations.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements, requirementTable } from './requirement-links.ts';

/**
 * One page for each chart, the list of charts first. The diagram of a chart lies beside its page, see {@link
 * diagramPath}.
 */
export function chartPages({ charts, requirements }: Material): readonly Page[] {
  const list: Page = {
    path: 'charts.md',
    title: 'Charts',
    children: charts.map(({ machine }) => `charts/${machine.id}.md`),
    body: [
      'The lifecycles of the model. Each is an XState machine without context; what it does to the world is in the ' +
        'rules.\n',
      table(
        ['Chart', 'What it is about'],
        charts.map(({ machine, title, summary }) => [`[${title}](charts/${machine.id}.md)`, summary]),
      ),
    ].join('\n'),
  };
  return [list, ...charts.map((chart) => chartPage(chart, requirements))];
}

/** Path of the diagram of a chart, below the folder of generated pages. */
export function diagramPath({ machine }: Chart): string {
  return `charts/${machine.id}.svg`;
}

function chartPage({ machine, title, summary }: Chart, requirements: Material['requirements']): Page {
  const nodes = stateNodes(machine);
  const states = nodes.filter((node) => node.parent !== undefined);
  const descriptions = nodes.flatMap((node) => [node, ...transitionsOf(node)]).map(descriptionOf);
  const body = [
    `${summary}\n\n${linkRequirements(descriptionOf(machine.root), '../')}\n\n`,
    `![State diagram: ${title}](./${machine.id}.svg)\n\n`,
    section('States', table(['State', 'Kind', 'Meaning'], states.map(stateRow))),
    section('Transitions', table(['From', 'Event', 'To', 'Why'], nodes.flatMap(transitionRows))),
    section('Requirements it rests on', requirementTable(descriptions.flatMap(idsIn), requirements, '../')),
  ];
  return { path: `charts/${machine.id}.md`, title, body: body.join('') };
}

function stateRow(node: AnyStateNode): readonly string[] {
  return [code(node.key), kindOf(node), linkRequirements(descriptionOf(node), '../')];
}

function kindOf(node: AnyStateNode): string {
  if (node.type === 'final') return 'final';
  if (node.parent?.type === 'parallel') return 'region';
  const initial: readonly AnyStateNode[] = node.parent?.initial?.target ?? [];
  return initial.includes(node) ? 'initial' : '';
}

function transitionRows(node: AnyStateNode): readonly (readonly string[])[] {
  return transitionsOf(node).map((transition) => [
    fromText(node),
    eventText(transition),
    (transition.target ?? []).map(({ key }) => code(key)).join(', ') || 'stays',
    linkRequirements(descriptionOf(transition), '../'),
  ]);
}

function fromText(node: AnyStateNode): string {
  if (node.parent === undefined) return 'any state';
  return node.type === 'compound' ? `any of ${code(node.key)}` : code(node.key);
}

function eventText({ eventType, guard }: AnyTransitionDefinition): string {
  const event = eventType === '' ? 'always' : code(String(eventType));
  return guard === undefined ? event : `${event} if ${guardText(guard)}`;
}

function descriptionOf({ description }: AnyStateNode | AnyTransitionDefinition): string {
  return description ?? '';
}
