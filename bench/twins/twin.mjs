// tiny.qnt, ready for Quint's own evaluator.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import quint from '@informalsystems/quint';
import { newRng } from '@informalsystems/quint/dist/src/rng.js';
import { Evaluator } from '@informalsystems/quint/dist/src/runtime/impl/evaluator.js';
import { newTraceRecorder } from '@informalsystems/quint/dist/src/runtime/trace.js';

/** How much `quint run` records unless it is asked for more. */
const VERBOSITY = 2;

const file = join(import.meta.dirname, 'tiny.qnt');
const source = { normalizedPath: file, toSourceName: () => file };
const { errors, modules, table } = quint.parse(quint.newIdGenerator(), file, source, readFileSync(file, 'utf8'));
if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));

/** An evaluator, as `quint run --backend typescript` makes it. */
export function newEvaluator(seed) {
  const rng = newRng(seed);
  return new Evaluator(table, newTraceRecorder(VERBOSITY, rng, 1), rng, false);
}

/** What the specification says a name is. */
export function definition(name) {
  const found = modules.flatMap(({ declarations }) => declarations).find((one) => one.name === name);
  if (found === undefined) throw new Error(`tiny.qnt has no ${name}`);
  return found.expr;
}
