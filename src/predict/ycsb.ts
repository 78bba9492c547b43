import { SECOND_MS } from '../../model/index.ts';
import { TraceError } from '../trace/trace-error.ts';
import { type Mix, type MixOperation, numbers } from './mix.ts';

/** What a command line says of a mix that its file leaves open, or has otherwise. */
export interface MixOptions {
  readonly operations: number | undefined;
  readonly spanMs: number | undefined;
}

/** Most operations of a mix. */
export const MOST_OPERATIONS = 1e9;
/** Over how long operations are spread where nothing says. */
export const DAY_SPAN_MS = 24 * 60 * 60 * SECOND_MS;
/** Skew of the Zipfian distribution of YCSB. */
const THETA = 0.99;
/** Terms of its sum that are added up one by one; an integral stands for the rest. */
const EXACT_TERMS = 100_000;

/**
 * A core workload of YCSB, a file of properties, its records taken for objects of one bucket that are there before. A
 * scan reads as many as its mean length says.
 *
 * @throws TraceError
 */
export function ycsbMix(text: string, name: string, { operations, spanMs }: MixOptions): Mix {
  const properties = propertiesOf(text);
  const number = (property: string, otherwise: number, most: number) => {
    const value = Number(properties.get(property) ?? otherwise);
    if (value >= 0 && value <= most) return value;
    throw new TraceError(name, undefined, `${property} is no number from 0 to ${most}`);
  };
  const records = Math.floor(number('recordcount', 1_000, MOST_OPERATIONS));
  const count = operations ?? Math.floor(number('operationcount', 1_000, MOST_OPERATIONS));
  const target = number('target', 0, MOST_OPERATIONS);
  const scanLength = Math.ceil(number('maxscanlength', 1_000, 1e6) / 2);
  const distribution = properties.get('requestdistribution') ?? 'uniform';
  let inserted = records;
  const draw = drawing(distribution, records);
  if (draw === undefined)
    throw new TraceError(name, undefined, 'requestdistribution is none of uniform, zipfian, latest');
  const object = (at: number) => ({ bucket: 'bucket', object: `user${at}` });
  const known = () => [object(draw(inserted))];
  const kinds: readonly (readonly [string, number, MixOperation['asks'], MixOperation['objects']])[] = [
    ['readproportion', 0.95, ['GetObject'], known],
    ['updateproportion', 0.05, ['PutObject'], known],
    ['insertproportion', 0, ['PutObject'], () => [object(inserted++)]],
    [
      'scanproportion',
      0,
      ['GetObject'],
      () => {
        const first = draw(inserted);
        return Array.from({ length: Math.min(scanLength, inserted - first) }, (_, at) => object(first + at));
      },
    ],
    ['readmodifywriteproportion', 0, ['GetObject', 'PutObject'], known],
  ];
  const mixed = kinds
    .map(([property, otherwise, asks, objects]) => ({
      name: property,
      weight: number(property, otherwise, 1e6),
      asks,
      objects,
    }))
    .filter(({ weight }) => weight > 0);
  if (mixed.length === 0) throw new TraceError(name, undefined, 'no proportion is above 0');
  return {
    operations: mixed,
    count,
    spanMs: spanMs ?? (target > 0 ? Math.ceil((count * SECOND_MS) / target) : DAY_SPAN_MS),
  };
}

function propertiesOf(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*[#!]/.test(line));
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^\s*([\w.]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** How an object is drawn among so many; undefined for a distribution that is not known. */
function drawing(distribution: string, records: number): ((count: number) => number) | undefined {
  const next = numbers();
  const rank = zipfian(Math.max(1, records), next);
  switch (distribution) {
    case 'uniform':
      return (count) => Math.floor(next() * count);
    case 'zipfian':
      return (count) => Math.min(rank(), Math.max(0, count - 1));
    case 'latest':
      return (count) => Math.max(0, count - 1 - rank());
    default:
      return undefined;
  }
}

/** Ranks from 0, the first the most often, as YCSB draws them (Gray et al., 1994). */
function zipfian(count: number, next: () => number): () => number {
  const exact = Math.min(count, EXACT_TERMS);
  let zeta = 0;
  for (let term = 1; term <= exact; term += 1) zeta += term ** -THETA;
  zeta += (count ** (1 - THETA) - exact ** (1 - THETA)) / (1 - THETA);
  const alpha = 1 / (1 - THETA);
  const two = 1 + 0.5 ** THETA;
  const eta = (1 - (2 / count) ** (1 - THETA)) / (1 - two / zeta);
  return () => {
    const drawn = next();
    if (drawn * zeta < 1 || count === 1) return 0;
    if (drawn * zeta < two || count === 2) return 1;
    return Math.min(count - 1, Math.floor(count * (eta * drawn - eta + 1) ** alpha));
  };
}
