// Twins of scopes, ready for Quint's own evaluator.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import quint from '@informalsystems/quint';
import { newRng } from '@informalsystems/quint/dist/src/rng.js';
import { Evaluator } from '@informalsystems/quint/dist/src/runtime/impl/evaluator.js';
import { newTraceRecorder } from '@informalsystems/quint/dist/src/runtime/trace.js';

/** How much `quint run` records unless it is asked for more. */
const VERBOSITY = 2;

/** The twin of a scope. */
export class Twin {
  #file;
  #parsed;

  constructor(scope) {
    const file = join(import.meta.dirname, `${scope}.qnt`);
    const source = { normalizedPath: file, toSourceName: () => file };
    this.#file = file;
    this.#parsed = quint.parse(quint.newIdGenerator(), file, source, readFileSync(file, 'utf8'));
    const { errors } = this.#parsed;
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  }

  /** An evaluator, as `quint run --backend typescript` makes it. */
  newEvaluator(seed) {
    const rng = newRng(seed);
    return new Evaluator(this.#parsed.table, newTraceRecorder(VERBOSITY, rng, 1), rng, false);
  }

  /** What the specification says a name is. */
  definition(name) {
    const found = this.#parsed.modules.flatMap(({ declarations }) => declarations).find((one) => one.name === name);
    if (found === undefined) throw new Error(`${this.#file} has no ${name}`);
    return found.expr;
  }
}
