import {
  Arns,
  DAY_MS,
  type Event,
  fieldsOf,
  fieldValue,
  type NameKind,
  namesIn,
  type Setup,
} from '../../../model/index.ts';
import { eventProblem } from '../../trace/step-check.ts';
import type { Action } from '../scope.ts';
import { isWhole } from './profile.ts';

/** What names of a kind refer to, as a report calls it, in the order in which they are checked. */
const REFERRED_TO = {
  bucket: 'bucket',
  requester: 'requester',
  alias: 'alias',
  keyId: 'KMS key',
} as const satisfies Partial<Record<NameKind, string>>;

const KINDS = Object.keys(REFERRED_TO) as readonly (keyof typeof REFERRED_TO)[];

/** Names that actions may refer to. Buckets and aliases are those of the setup, and those that an action creates. */
type Known = Readonly<Record<keyof typeof REFERRED_TO, ReadonlySet<string>>>;

/**
 * What is wrong with the actions of a scope file that the schema cannot see, as `path: problem`; undefined when nothing
 * is.
 */
export function actionsProblem(actions: readonly Action[], setup: Setup, tickMs: number): string | undefined {
  const known = knownNames(actions, setup);
  for (const [index, action] of actions.entries()) {
    const problem =
      eventProblem(action, known.requester) ??
      nameProblem(action.event, known) ??
      timeProblem(action.event, tickMs) ??
      uploadProblem(action.event);
    if (problem !== undefined) return `actions.${index}.${problem}`;
  }
  return undefined;
}

function knownNames(actions: readonly Action[], setup: Setup): Known {
  const arns = new Arns(setup);
  const buckets = new Set(setup.buckets.map(({ name }) => name));
  const aliases = new Set(setup.aliases.map(({ alias }) => alias));
  const keyIds = new Set(setup.kmsKeys.map(({ id }) => id));
  for (const { event } of actions) {
    if (event.op === 'CreateBucket') buckets.add(event.bucket);
    if (event.op === 'CreateAlias') aliases.add(event.alias);
    if (event.op === 'CreateKey') keyIds.add(event.keyId);
  }
  return {
    bucket: buckets,
    requester: new Set(setup.requesters.map(({ name }) => name)),
    alias: aliases,
    keyId: new Set([...keyIds, ...setup.requesters.map(({ account }) => arns.managedKeyId(account))]),
  };
}

/** A name that nothing has would make an action that can do nothing; in a file that is a mistake. */
function nameProblem(event: Event, known: Known): string | undefined {
  for (const kind of KINDS) {
    for (const { path, name } of namesIn(event, kind)) {
      if (!known[kind].has(name))
        return `event.${path}: ${JSON.stringify(name)} is no ${REFERRED_TO[kind]} of the scope`;
    }
  }
  return undefined;
}

/** Uploads that nobody can speak of would be begun without end. */
function uploadProblem(event: Event): string | undefined {
  return event.op === 'CreateMultipartUpload' && event.uploadId === undefined
    ? 'event.uploadId: the id expected by which other actions speak of the upload'
    : undefined;
}

/** At the end of a waiting period and of material something happens; that of a rotation period changes nothing here. */
function timeProblem(event: Event, tickMs: number): string | undefined {
  for (const field of fieldsOf(event)) {
    const days = field.kind === 'waitingPeriod' ? fieldValue(event, field) : undefined;
    if (days !== undefined && !isWhole(days * DAY_MS, tickMs))
      return `event.${field.name}: ${days} days are no whole number of ticks of ${tickMs} ms`;
    const validMs = field.kind === 'validity' ? fieldValue(event, field) : undefined;
    if (validMs !== undefined && !isWhole(validMs, tickMs))
      return `event.${field.name}: ${validMs} ms are no whole number of ticks of ${tickMs} ms`;
  }
  return undefined;
}
