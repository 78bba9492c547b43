import {
  forEachResult,
  isSuccess,
  NO_BUCKET_KEY,
  type Observation,
  objectRead,
  objectWritten,
  operationOf,
  type Seen,
  SOME_BUCKET_KEY,
  type Step,
  type StepResult,
  step as take,
  type World,
} from '../../model/index.ts';
import { type RaisedEvent, watchRaised } from '../../model/step/raised.ts';
import { explains } from './match.ts';

/** What a step does with a bucket key, in one of the ways in which the model explains it. */
export interface BucketKeyUse {
  /** A cache had its plaintext; KMS made it; KMS decrypted it. */
  readonly how: 'warm' | 'made' | 'decrypted';
  readonly purpose: 'read' | 'write';
  /** Number of the step that made it, counted from 1; undefined where it is not known which one it is. */
  readonly bucketKey: number | undefined;
  readonly bucket: string;
  /** Name of a requester that it serves; others may be the same requester to S3 (F-95). */
  readonly by: string;
  /** Of a bucket key that a cache had: when the requester obtained it there, if that is known. */
  readonly sinceMs?: number;
}

/**
 * What each way in which some world explains a step does with bucket keys, those that do the same once. None where
 * nothing explains it, nor where more than so many results would have to be looked at: a part of the ways would tell of
 * a choice as if it were decided.
 */
export function bucketKeyUsesIn(
  frontier: readonly World[],
  step: Step,
  observation: Observation,
  seen: Seen,
  most: number,
): readonly (readonly BucketKeyUse[])[] {
  const found = new Map<string, readonly BucketKeyUse[]>();
  let heard: RaisedEvent[];
  const watched: typeof take = (before, input, chooser) => {
    heard = [];
    return watchRaised(
      (raised) => heard.push(raised),
      () => take(before, input, chooser),
    );
  };
  let looked = 0;
  for (const world of frontier) {
    const visit = (after: StepResult): boolean => {
      looked += 1;
      if (explains(after.outcome, observation)) {
        const uses = usesOf(world, step, after, heard);
        found.set(JSON.stringify(uses), uses);
      }
      return looked <= most;
    };
    forEachResult(world, step, seen, visit, watched);
    if (looked > most) return [];
  }
  return [...found.values()];
}

/** The bucket keys that are known are told by the events of their charts, the others by what they left and answered. */
function usesOf(before: World, step: Step, after: StepResult, heard: readonly RaisedEvent[]): readonly BucketKeyUse[] {
  const uses: BucketKeyUse[] = [];
  for (const raised of heard) {
    if (raised.event.type === 'MakeDataKey') {
      // What a write has used makes its data key next, if it comes from a cache.
      const use = uses.pop();
      if (use !== undefined) uses.push({ ...use, purpose: 'write' });
    } else if (raised.to === 'cacheEntry') {
      const use = useOf(before, after.world, step.by, raised);
      // One that was obtained for reads and for writes has two entries.
      if (use !== undefined && JSON.stringify(use) !== JSON.stringify(uses.at(-1))) uses.push(use);
    }
  }
  return [...uses, ...unknownUses(before, step, after, uses)];
}

const HOW = { Use: 'warm', Generate: 'made', Unwrap: 'decrypted' } as const;

function useOf(
  before: World,
  after: World,
  by: string | null,
  { number, entry, event: { type } }: Extract<RaisedEvent, { readonly to: 'cacheEntry' }>,
): BucketKeyUse | undefined {
  if (type !== 'Use' && type !== 'Generate' && type !== 'Unwrap') return undefined;
  const key = before.bucketKeys.get(number) ?? after.bucketKeys.get(number);
  if (key === undefined) return undefined;
  const use = {
    how: HOW[type],
    purpose: 'read',
    bucketKey: number,
    bucket: before.scope.bucketName(before.scope.bucketOf(key.family)),
    by: requesterOf(before, entry.identity, by),
  } as const;
  if (type !== 'Use') return use;
  const held = key.entries.filter(({ identity, cache }) => identity === entry.identity && cache === entry.cache);
  return { ...use, sinceMs: Math.max(...held.map(({ obtainedAtMs }) => obtainedAtMs)) };
}

/** Who asks, if the entry is theirs; a replication works in the name of a role. */
function requesterOf({ scope }: World, identity: number, by: string | null): string {
  let first = '';
  for (const [name, requester] of scope.requesters) {
    if (requester.identity !== identity) continue;
    if (name === by) return name;
    first ||= name;
  }
  return first;
}

/** Uses of some bucket key of which it is not known which one it is. Of a copy only those without any KMS call. */
function unknownUses(
  before: World,
  { by, event }: Step,
  { world, outcome }: StepResult,
  known: readonly BucketKeyUse[],
): readonly BucketKeyUse[] {
  // Whom a replication serves is told by its calls, so of one without any nothing is told here.
  if (by === null || !isSuccess(outcome.status)) return [];
  const { reads, writes } = operationOf(event);
  const isCopy = reads !== undefined && writes !== undefined;
  const [call] = outcome.kmsCalls;
  if (isCopy && call !== undefined) return [];
  const how = call === undefined ? 'warm' : call.operation === 'Decrypt' ? 'decrypted' : 'made';
  const sides = [
    { purpose: 'read', name: reads?.decrypts === 'always' ? objectRead(event) : undefined, among: before },
    { purpose: 'write', name: objectWritten(event), among: world },
  ] as const;
  return sides.flatMap(({ purpose, name, among }): BucketKeyUse[] => {
    if (name === undefined || known.some((use) => use.purpose === purpose)) return [];
    const version = among.objects.get(among.scope.object(name.bucket, name.key));
    const { bucketKey: number = NO_BUCKET_KEY } = version ?? {};
    if (number === NO_BUCKET_KEY) return [];
    const bucketKey = number === SOME_BUCKET_KEY ? undefined : number;
    return [{ how, purpose, bucketKey, bucket: name.bucket, by }];
  });
}
