import {
  Arns,
  fieldValues,
  type NameKind,
  namesIn,
  type Setup,
  type Step,
  withChanges,
  withNames,
} from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import { BODIES, OBJECT_KEYS } from '../pools.ts';

/** The kinds of names a step can hold, and the names of each kind, the simplest first. */
interface Naming {
  readonly pool: (setup: Setup) => readonly string[];
  readonly namesIn: (step: Step) => readonly string[];
  readonly rename: (step: Step, from: string, to: string) => Step;
}

/** Names that are nothing but names in an event. */
function naming(kind: NameKind, pool: Naming['pool']): Naming {
  return {
    pool,
    namesIn: ({ event }) => namesIn(event, kind).map(({ name }) => name),
    rename: ({ atMs, by, event }, from, to) => ({ atMs, by, event: withNames(event, kind, swap(from, to)) }),
  };
}

function swap(from: string, to: string): (name: string) => string {
  return (name) => (name === from ? to : name);
}

const requestersInEvents = naming('requester', ({ requesters }) => requesters.map(({ name }) => name));
/** Requesters take steps as well. */
const requesters: Naming = {
  pool: requestersInEvents.pool,
  namesIn: (step) => [...(step.by === null ? [] : [step.by]), ...requestersInEvents.namesIn(step)],
  rename: (step, from, to) => ({ ...requestersInEvents.rename(step, from, to), by: step.by === from ? to : step.by }),
};

const buckets = naming('bucket', (setup) => setup.buckets.map(({ name }) => name));

const objectKeys = naming('objectKey', () => OBJECT_KEYS);

/** Contents, named by their MD5. */
const bodies: Naming = {
  pool: () => BODIES.map(({ md5 }) => md5),
  namesIn: ({ event }) => fieldValues(event, 'body').map(({ md5 }) => md5),
  rename: (step, from, to) => {
    const other = BODIES.find(({ md5 }) => md5 === to);
    if (other === undefined) return step;
    return { ...step, event: withChanges(step.event, { body: (body) => (body.md5 === from ? other : body) }) };
  },
};

/** KMS keys by their bare ids, which KMS events use. */
const keyIds = naming('keyId', ({ kmsKeys }) => kmsKeys.map(({ id }) => id));

/** References to KMS keys in headers and rules; the simplest are the ARNs of the setup's keys. */
const keyReferences = naming('keyReference', (setup) => {
  const arns = new Arns(setup);
  return setup.kmsKeys.map(({ account, id }) => arns.kmsKey(account, id));
});

const NAMINGS: readonly Naming[] = [requesters, objectKeys, buckets, bodies, keyReferences, keyIds];

/** How far the names of a step are from the first of their pools. */
export function rankOfNames(setup: Setup, step: Step): number {
  let rank = 0;
  for (const { pool, namesIn } of NAMINGS) {
    const names = namesIn(step);
    if (names.length === 0) continue;
    const known = pool(setup);
    for (const name of names) rank += rankIn(known, name);
  }
  return rank;
}

function rankIn(pool: readonly string[], name: string): number {
  const index = pool.indexOf(name);
  return index < 0 ? pool.length : index;
}

/**
 * Traces with fewer or simpler names: first everything moved to the first account, since requesters, buckets and keys
 * can often be renamed together only; then one name replaced wherever it occurs; then in single steps.
 */
export function* withSimplerNames(trace: GeneratedTrace): Iterable<GeneratedTrace> {
  for (const candidate of renamed(trace)) if (makesNewKeysOnly(candidate)) yield candidate;
}

/** Whether no key is made under an id that the setup gives: no system could do that (F-213). */
function makesNewKeysOnly({ setup, steps }: GeneratedTrace): boolean {
  return steps.every(({ event }) => event.op !== 'CreateKey' || setup.kmsKeys.every(({ id }) => id !== event.keyId));
}

function* renamed(trace: GeneratedTrace): Iterable<GeneratedTrace> {
  yield NAMINGS.reduce(withFirstOnly, trace);
  const atHome = [requesters, keyReferences, keyIds].reduce(withFirstOnly, trace);
  yield atHome;
  yield* renamedThroughout(atHome, buckets);
  for (const one of NAMINGS) yield withFirstOnly(trace, one);
  for (const one of NAMINGS) yield* renamedThroughout(trace, one);
  for (const one of NAMINGS) yield* renamedOnce(trace, one);
}

function withFirstOnly(trace: GeneratedTrace, naming: Naming): GeneratedTrace {
  const { setup, steps } = trace;
  const [first] = naming.pool(setup);
  if (first === undefined) return trace;
  return {
    setup,
    steps: steps.map((step) => naming.namesIn(step).reduce((done, name) => naming.rename(done, name, first), step)),
  };
}

function* renamedThroughout({ setup, steps }: GeneratedTrace, naming: Naming): Iterable<GeneratedTrace> {
  const pool = naming.pool(setup);
  const names = new Set(steps.flatMap((step) => naming.namesIn(step)));
  for (const name of names) {
    for (const simpler of simplerNames(pool, name))
      yield { setup, steps: steps.map((step) => naming.rename(step, name, simpler)) };
  }
}

function* renamedOnce({ setup, steps }: GeneratedTrace, naming: Naming): Iterable<GeneratedTrace> {
  const pool = naming.pool(setup);
  for (const [index, step] of steps.entries()) {
    for (const name of new Set(naming.namesIn(step))) {
      for (const simpler of simplerNames(pool, name))
        yield { setup, steps: steps.with(index, naming.rename(step, name, simpler)) };
    }
  }
}

/** The first two names of the pool, as far as they are simpler. */
function simplerNames(pool: readonly string[], name: string): readonly string[] {
  return pool.slice(0, Math.min(2, rankIn(pool, name)));
}
