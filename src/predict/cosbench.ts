import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SECOND_MS } from '../../model/index.ts';
import { isRecord } from '../serve/policy/policy-document.ts';
import { TraceError } from '../trace/trace-error.ts';
import { type Mix, type MixOperation, numbers } from './mix.ts';
import { DAY_SPAN_MS, type MixOptions, MOST_OPERATIONS } from './ycsb.ts';

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  processEntities: { enabled: true, maxEntityCount: 0, maxTotalExpansions: 1_000 },
  maxNestedTags: 20,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

const ASKS: ReadonlyMap<string, MixOperation['asks']> = new Map<string, MixOperation['asks']>([
  ['read', ['GetObject']],
  ['write', ['PutObject']],
  ['filewrite', ['PutObject']],
  ['delete', ['DeleteObject']],
]);

/**
 * The work stages of a COSBench workload that have operations, one behind the other, their works side by side. What is
 * prepared is there before. A stage ends by its operations, so `totalOps` or `--operations` says how many there are.
 *
 * @throws TraceError
 */
export function cosbenchMixes(text: string, name: string, options: MixOptions): readonly Mix[] {
  const mixes = elements(parsed(text, name), 'workload', 'workflow', 'workstage').flatMap((stage) => {
    const works = elements(stage, 'work').filter((work) => elements(work, 'operation').length > 0);
    return works.length === 0 ? [] : [stageMix(works, name, options)];
  });
  if (mixes.length === 0) throw new TraceError(name, undefined, 'no work of it has operations');
  return mixes;
}

function stageMix(works: readonly Element[], name: string, { operations, spanMs }: MixOptions): Mix {
  const counts = works.map((work) => numberOf(work, 'totalOps', name));
  if (operations === undefined && counts.includes(0))
    throw new TraceError(name, undefined, 'a work has no totalOps: say how many with --operations');
  const seconds = Math.max(...works.map((work) => numberOf(work, 'runtime', name)));
  return {
    operations: works.flatMap((work, at) =>
      elements(work, 'operation').map((operation) => mixOperation(operation, counts[at] || 1, name)),
    ),
    count: operations ?? counts.reduce((sum, count) => sum + count, 0),
    spanMs: spanMs ?? (seconds > 0 ? seconds * SECOND_MS : DAY_SPAN_MS),
  };
}

function mixOperation(operation: Element, ofWork: number, name: string): MixOperation {
  const type = attribute(operation, 'type');
  const config = new Map(
    attribute(operation, 'config')
      .split(';')
      .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()] as const),
  );
  const part = (key: string, otherwise: string) => config.get(key) ?? otherwise;
  const container = picker(part('containers', 'c(1)'), 'containers', name);
  const object = picker(part('objects', 'c(1)'), 'objects', name);
  return {
    name: type,
    weight: numberOf(operation, 'ratio', name) * ofWork,
    asks: ASKS.get(type) ?? [],
    objects: () => [
      {
        bucket: `${part('cprefix', 'mycontainers')}${container()}${part('csuffix', '')}`,
        object: `${part('oprefix', 'myobjects')}${object()}${part('osuffix', '')}`,
      },
    ],
  };
}

/** Numbers as a selector picks them: one, drawn evenly, or in turn. */
function picker(selector: string, what: string, name: string): () => number {
  const [, kind, from = '', to] = /^([curs])\((\d{1,12})(?:,(\d{1,12}))?\)/.exec(selector) ?? [];
  const first = Number(from);
  const count = to === undefined ? 1 : Number(to) - first + 1;
  if (kind === undefined || (kind !== 'c' && to === undefined) || count < 1)
    throw new TraceError(name, undefined, `${what} is no selector such as c(1), u(1,32), r(1,32) or s(1,32)`);
  if (kind === 'c') return () => first;
  const next = numbers();
  let at = -1;
  return kind === 'u'
    ? () => first + Math.floor(next() * count)
    : () => {
        at = (at + 1) % count;
        return first + at;
      };
}

type Element = Readonly<Record<string, unknown>>;

function parsed(text: string, name: string): Element {
  // Entities are expanded only where a document type defines them.
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true)
    throw new TraceError(name, undefined, 'no XML of COSBench');
  try {
    return PARSER.parse(text);
  } catch {
    throw new TraceError(name, undefined, 'no XML of COSBench');
  }
}

/** The elements at a path of names. */
function elements(from: Element, ...path: readonly string[]): readonly Element[] {
  return path.reduce<readonly Element[]>(
    (found, name) =>
      found.flatMap((one) => {
        const inside = Object.hasOwn(one, name) ? one[name] : [];
        return Array.isArray(inside) ? inside.filter(isRecord) : [];
      }),
    [from],
  );
}

function attribute(element: Element, name: string): string {
  const value = Object.hasOwn(element, `@${name}`) ? element[`@${name}`] : '';
  return typeof value === 'string' ? value : '';
}

function numberOf(element: Element, attributeName: string, name: string): number {
  const value = Number(attribute(element, attributeName));
  if (value >= 0 && value <= MOST_OPERATIONS) return value;
  throw new TraceError(name, undefined, `${attributeName} is no number from 0 to ${MOST_OPERATIONS}`);
}
