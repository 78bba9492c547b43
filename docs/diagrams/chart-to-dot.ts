import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { stateNodes, transitionsOf } from '../../model/charts/compile/state-nodes.ts';
import { guardText } from './guard-text.ts';

const INK = '#24292f';
const FAINT = '#8c959f';
const LINE = '#57606a';
const FILL = '#eef4fb';
const FONT = 'Helvetica,Arial,sans-serif';

/**
 * Width to keep free for a character, in parts of the font size: enough for the wide fonts that stand in where
 * Helvetica is missing.
 */
const CHARACTER_WIDTH = 0.58;
const STATE_SIZE = 13;
const LABEL_SIZE = 11;

/** Marks where a chart starts; no state has this name, since it is no identifier. */
const START = '(start)';

/**
 * A chart as a graph in the DOT language: rounded boxes for states, a double border for final ones, a dot for the
 * start. A transition that several states share is drawn once, from a dashed `any state` (or `any of these`, inside the
 * frame around them). Descriptions become tooltips.
 */
export function chartToDot(machine: AnyStateMachine): string {
  return graph(machine.root, 'LR', 'white', transitionText);
}

/**
 * A region of a larger machine in the same way, but short: events without guards and without the name of the region.
 */
export function regionToDot(region: AnyStateNode): string {
  const name = ({ eventType }: AnyTransitionDefinition) => String(eventType).replace(`${region.key}.`, '');
  const isFan = region.type === 'parallel' || sharesTransitions(region);
  return graph(region, isFan ? 'LR' : 'TB', 'transparent', name);
}

type InWords = (transition: AnyTransitionDefinition, siblings: readonly AnyTransitionDefinition[]) => string;

function graph(root: AnyStateNode, direction: 'LR' | 'TB', ground: string, inWords: InWords): string {
  const lines = [
    `digraph ${quoted(root.id)} {`,
    `  graph [bgcolor="${ground}", pad="0.25", nodesep="0.4", ranksep="0.3", rankdir="${direction}", ` +
      `fontname="${FONT}", fontsize="${LABEL_SIZE}", tooltip=${quoted(root.description ?? root.id)}]`,
    `  node [shape="box", style="rounded,filled", fillcolor="${FILL}", color="${LINE}", fontcolor="${INK}", ` +
      `fontname="${FONT}", fontsize="${STATE_SIZE}", margin="0.1,0.08", penwidth="1.1"]`,
    `  edge [color="${LINE}", fontcolor="${INK}", fontname="${FONT}", fontsize="${LABEL_SIZE}", arrowsize="0.75", ` +
      'penwidth="1.0"]',
    ...(root.type === 'parallel' ? [] : start(root, '  ')),
    ...content(root, root, '  '),
    ...nodesBelow(root).flatMap((node) => arrows(node, inWords)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** The inside of a state: its own states, and the stand-in for all of them where they share transitions. */
function content(node: AnyStateNode, root: AnyStateNode, indent: string): string[] {
  const states = Object.values<AnyStateNode>(node.states).flatMap((child) =>
    isLeaf(child) ? [box(child, indent)] : frame(child, root, indent),
  );
  return sharesTransitions(node) ? [...states, standIn(node, root, indent)] : states;
}

function nodesBelow(root: AnyStateNode): readonly AnyStateNode[] {
  return stateNodes(root.machine).filter((node) => root.path.every((key, depth) => node.path[depth] === key));
}

function box(node: AnyStateNode, indent: string): string {
  const border = node.type === 'final' ? ', peripheries="2"' : '';
  return (
    `${indent}${quoted(node.id)} [label=${quoted(node.key)}, width=${stateWidth(node.key)}, ` +
    `tooltip=${quoted(node.description ?? node.key)}${border}]`
  );
}

function standIn(node: AnyStateNode, root: AnyStateNode, indent: string): string {
  const label = node === root ? 'any state' : 'any of these';
  return (
    `${indent}${quoted(node.id)} [label=${quoted(label)}, width=${stateWidth(label)}, style="rounded,dashed", ` +
    `color="${FAINT}", fontcolor="${LINE}", tooltip=${quoted(node.description ?? label)}]`
  );
}

function frame(node: AnyStateNode, root: AnyStateNode, indent: string): string[] {
  return [
    `${indent}subgraph ${quoted(`cluster_${node.id}`)} {`,
    `${indent}  graph [label=${quoted(node.key)}, labeljust="l", style="rounded", color="${FAINT}", ` +
      `fontcolor="${LINE}", margin="14", tooltip=${quoted(node.description ?? node.key)}]`,
    ...(node.parent?.type === 'parallel' ? start(node, `${indent}  `) : []),
    ...content(node, root, `${indent}  `),
    `${indent}}`,
  ];
}

/** The transitions written at one state, those with the same target on one arrow, each in words. */
function arrows(node: AnyStateNode, inWords: InWords): string[] {
  const transitions = transitionsOf(node);
  const byTarget = new Map<string, AnyTransitionDefinition[]>();
  for (const transition of transitions) {
    const target = resting(transition.target?.[0] ?? node).id;
    byTarget.set(target, [...(byTarget.get(target) ?? []), transition]);
  }
  return [...byTarget].map(([target, together]) => {
    const label = spaced([...new Set(together.map((transition) => inWords(transition, transitions)))]);
    const tooltip = together
      .map((transition) => `${inWords(transition, transitions)}: ${transition.description ?? ''}`)
      .join('\n');
    return (
      `  ${quoted(node.id)} -> ${quoted(target)} [label=${label}, tooltip=${quoted(tooltip)}, ` +
      `labeltooltip=${quoted(tooltip)}]`
    );
  });
}

/** `Event [guard]`; the unguarded branch after guarded ones is `[else]`. */
function transitionText(transition: AnyTransitionDefinition, siblings: readonly AnyTransitionDefinition[]): string {
  const event = transition.eventType === '' ? 'always' : String(transition.eventType);
  if (transition.guard !== undefined) return `${event} [${guardText(transition.guard)}]`;
  const isElse = siblings.some((other) => other.eventType === transition.eventType && other.guard !== undefined);
  return isElse ? `${event} [else]` : event;
}

/** The dot at which a chart starts, or a region of it, and where it leads. */
function start(node: AnyStateNode, indent: string): string[] {
  const dot = quoted(node.parent?.type === 'parallel' ? `${START} ${node.id}` : START);
  return [
    `${indent}${dot} [shape="circle", style="filled", fillcolor="${INK}", color="${INK}", label="", width="0.13", ` +
      'fixedsize="true", tooltip="start"]',
    `${indent}${dot} -> ${quoted(resting(node).id)}`,
  ];
}

/** The state that a transition into `node` comes to rest in, eventless transitions left aside. */
function resting(node: AnyStateNode): AnyStateNode {
  if (isLeaf(node)) return node;
  const [child] = node.initial.target;
  return child === undefined ? node : resting(child);
}

function isLeaf(node: AnyStateNode): boolean {
  return Object.keys(node.states).length === 0;
}

function sharesTransitions(node: AnyStateNode): boolean {
  return !isLeaf(node) && transitionsOf(node).length > 0;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** Width of the box of a state, in inches as Graphviz wants it. */
function stateWidth(text: string): string {
  return quoted(((text.length * STATE_SIZE * CHARACTER_WIDTH + 22) / 72).toFixed(2));
}

/** Lines of a label with room to spare, in Graphviz's HTML-like notation. */
function spaced(lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * LABEL_SIZE * CHARACTER_WIDTH);
  const rows = lines.map((line) => `<tr><td align="left" width="${width}">${escaped(line)}</td></tr>`);
  return `<<table border="0" cellborder="0" cellspacing="0" cellpadding="1">${rows.join('')}</table>>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
