import { type Event, kmsKeyArn, type Setup, type Step } from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import { BODIES, OBJECT_KEYS } from '../pools.ts';

/** The kinds of names a step can hold, and the names of each kind, the simplest first. */
interface Naming {
  readonly pool: (setup: Setup) => readonly string[];
  readonly namesIn: (step: Step) => readonly string[];
  readonly rename: (step: Step, from: string, to: string) => Step;
}

const requesters: Naming = {
  pool: ({ requesters }) => requesters.map(({ name }) => name),
  namesIn: ({ by, event }) => [
    ...(by === null ? [] : [by]),
    ...(event.op === 'PutBucketReplication' ? [event.role] : []),
  ],
  rename: (step, from, to) => {
    const event =
      step.event.op === 'PutBucketReplication' && step.event.role === from ? { ...step.event, role: to } : step.event;
    return { ...step, by: step.by === from ? to : step.by, event };
  },
};

const buckets: Naming = {
  pool: ({ buckets }) => buckets.map(({ name }) => name),
  namesIn: ({ event }) => [
    ...('bucket' in event ? [event.bucket] : []),
    ...(event.op === 'CopyObject' ? [event.source.bucket] : []),
    ...(event.op === 'PutBucketReplication' ? [event.destination] : []),
  ],
  rename: (step, from, to) => withEvent(step, renameBucket(step.event, from, to)),
};

function renameBucket(event: Event, from: string, to: string): Event {
  if (!('bucket' in event)) return event;
  const bucket = event.bucket === from ? to : event.bucket;
  if (event.op === 'CopyObject') {
    return {
      ...event,
      bucket,
      source: { ...event.source, bucket: event.source.bucket === from ? to : event.source.bucket },
    };
  }
  if (event.op === 'PutBucketReplication')
    return { ...event, bucket, destination: event.destination === from ? to : event.destination };
  return { ...event, bucket };
}

const objectKeys: Naming = {
  pool: () => OBJECT_KEYS,
  namesIn: ({ event }) => [
    ...('key' in event ? [event.key] : []),
    ...(event.op === 'CopyObject' ? [event.source.key] : []),
  ],
  rename: (step, from, to) => {
    const { event } = step;
    if (!('key' in event)) return step;
    const key = event.key === from ? to : event.key;
    if (event.op !== 'CopyObject') return withEvent(step, { ...event, key });
    return withEvent(step, {
      ...event,
      key,
      source: { ...event.source, key: event.source.key === from ? to : event.source.key },
    });
  },
};

const bodies: Naming = {
  pool: () => BODIES.map(({ md5 }) => md5),
  namesIn: ({ event }) => (event.op === 'PutObject' ? [event.body.md5] : []),
  rename: (step, from, to) => {
    const body = BODIES.find(({ md5 }) => md5 === to);
    const { event } = step;
    return event.op !== 'PutObject' || event.body.md5 !== from || body === undefined
      ? step
      : withEvent(step, { ...event, body });
  },
};

/** KMS keys by their bare ids, which KMS events use. */
const keyIds: Naming = {
  pool: ({ kmsKeys }) => kmsKeys.map(({ id }) => id),
  namesIn: ({ event }) => ('keyId' in event ? [event.keyId] : []),
  rename: (step, from, to) =>
    'keyId' in step.event && step.event.keyId === from ? withEvent(step, { ...step.event, keyId: to }) : step,
};

/** References to KMS keys in headers and rules; the simplest are the ARNs of the setup's keys. */
const keyReferences: Naming = {
  pool: ({ kmsKeys }) => kmsKeys.map(({ account, id }) => kmsKeyArn(account, id)),
  namesIn: ({ event }) => {
    const found = referencesIn(event);
    return found.filter((reference) => reference !== undefined);
  },
  rename: (step, from, to) => withEvent(step, renameReference(step.event, from, to)),
};

function referencesIn(event: Event): readonly (string | undefined)[] {
  if (event.op === 'PutObject' || event.op === 'CopyObject') return [event.headers.kmsKeyId];
  if (event.op === 'PutBucketEncryption') return event.rules.map((rule) => rule.KMSMasterKeyID);
  return event.op === 'PutBucketReplication' ? [event.replicaKmsKeyId] : [];
}

function renameReference(event: Event, from: string, to: string): Event {
  if (event.op === 'PutObject' || event.op === 'CopyObject') {
    return event.headers.kmsKeyId === from ? { ...event, headers: { ...event.headers, kmsKeyId: to } } : event;
  }
  if (event.op === 'PutBucketEncryption') {
    return {
      ...event,
      rules: event.rules.map((rule) => (rule.KMSMasterKeyID === from ? { ...rule, KMSMasterKeyID: to } : rule)),
    };
  }
  return event.op === 'PutBucketReplication' && event.replicaKmsKeyId === from
    ? { ...event, replicaKmsKeyId: to }
    : event;
}

function withEvent(step: Step, event: Event): Step {
  return { ...step, event };
}

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
  yield NAMINGS.reduce(withFirstOnly, trace);
  const atHome = [requesters, keyReferences, keyIds].reduce(withFirstOnly, trace);
  yield atHome;
  yield* renamedThroughout(atHome, buckets);
  for (const naming of NAMINGS) yield withFirstOnly(trace, naming);
  for (const naming of NAMINGS) yield* renamedThroughout(trace, naming);
  for (const naming of NAMINGS) yield* renamedOnce(trace, naming);
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
