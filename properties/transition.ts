import {
  type Bucket,
  isSuccess,
  type KeyControl,
  type KnownRequester,
  mayCallKms,
  mayOpenUpload,
  type ObjectName,
  type ObjectVersion,
  type Outcome,
  objectDecrypted,
  objectRead,
  objectWritten,
  operationOf,
  rewraps,
  type Step,
  uploadId,
  type VersionEntry,
  versionNamed,
  type WorldView,
} from '../model/index.ts';

/** Numbers of the records a step has written, in the order of writing; some may be as they were before. */
export interface WrittenRecords {
  readonly objects: readonly number[];
  readonly bucketKeys: readonly number[];
}

/** One thing that happened in an explored world. */
export interface Transition {
  readonly before: WorldView;
  readonly step: Step;
  readonly outcome: Outcome;
  readonly after: WorldView;
  readonly written: WrittenRecords;
}

/** An object that a successful request has opened or written. */
export interface Touched {
  readonly bucketName: string;
  readonly key: string;
  /** The bucket as it was before. */
  readonly bucket: Bucket;
  /** The version that was opened, or the one that was written. */
  readonly version: ObjectVersion;
}

/** What a successful request has worked on, and in whose name. */
export interface TouchedSides {
  readonly by: KnownRequester | undefined;
  readonly opened: Touched | undefined;
  readonly written: Touched | undefined;
}

const NO_SIDES: TouchedSides = { by: undefined, opened: undefined, written: undefined };

/**
 * The sides of a step that succeeded, read from the worlds before and after it; none for all that neither opens nor
 * writes an object.
 */
export function sidesOf(transition: Transition): TouchedSides {
  const { before, step, outcome, after } = transition;
  const { event } = step;
  const operation = operationOf(event);
  if (!isSuccess(outcome.status) || !mayCallKms(operation, before.scope.profile, event)) return NO_SIDES;
  if (operation.writes?.to === 'replica') return replicationSides(transition, objectRead(event));
  if (operation.upload !== undefined) return uploadSides(transition);
  const source = objectDecrypted(event, operation, outcome.kmsCalls);
  const target = objectWritten(event);
  return {
    by: step.by === null ? undefined : before.scope.requesters.get(step.by),
    opened:
      source === undefined
        ? undefined
        : touched(before, before, source.bucket, source.key, versionNamed(event, operation)),
    written:
      target === undefined
        ? undefined
        : touched(
            before,
            after,
            target.bucket,
            target.key,
            rewraps(operation) ? versionNamed(event, operation) : undefined,
          ),
  };
}

/** An upload that is begun is written; it is opened for its parts, and where KMS was asked to complete it. */
function uploadSides({ before, step, outcome, after }: Transition): TouchedSides {
  const { event } = step;
  const operation = operationOf(event);
  const by = step.by === null ? undefined : before.scope.requesters.get(step.by);
  const touchedIn = (world: WorldView): Touched | undefined => {
    const id = uploadId(event);
    if (!('key' in event) || id === undefined) return undefined;
    const bucket = before.buckets.get(before.scope.bucket(event.bucket));
    const { scope } = world;
    const version = world.uploads.get(scope.upload(scope.object(event.bucket, event.key), id))?.version;
    if (bucket === undefined || version === undefined) return undefined;
    return { bucketName: event.bucket, key: event.key, bucket, version };
  };
  // Of a part that is copied two things are opened, which no invariant tells apart.
  if (operation.reads !== undefined) return NO_SIDES;
  if (operation.upload?.does === 'begins') return { by, opened: undefined, written: touchedIn(after) };
  const isOpened = operation.upload?.decrypts === 'always' || outcome.kmsCalls.length > 0;
  const opens = isOpened && mayOpenUpload(operation);
  return { by, opened: opens ? touchedIn(before) : undefined, written: undefined };
}

/** Replication works in the name of the role of the rule, and only where it has something to do. */
function replicationSides({ before, outcome, after }: Transition, source: ObjectName | undefined): TouchedSides {
  const opened = source === undefined ? undefined : touched(before, before, source.bucket, source.key);
  const rule = opened?.bucket.replication.current ?? null;
  if (opened === undefined || rule === null) return NO_SIDES;
  if (opened.version.replication === 'completed' || outcome.replicationStatus !== 'COMPLETED') return NO_SIDES;
  return {
    by: before.scope.requesters.get(rule.role),
    opened,
    written: touched(before, after, rule.destination, opened.key),
  };
}

function touched(
  before: WorldView,
  holder: WorldView,
  bucketName: string,
  key: string,
  versionId?: string,
): Touched | undefined {
  const bucket = before.buckets.get(before.scope.bucket(bucketName));
  const version = versionIn(holder, bucketName, key, versionId);
  return bucket === undefined || version === undefined ? undefined : { bucketName, key, bucket, version };
}

/** The current version under a key, or the one of an id or place; undefined where there is none. */
export function versionIn(
  world: WorldView,
  bucketName: string,
  key: string,
  versionId?: string,
): ObjectVersion | undefined {
  const { objects, versions, scope } = world;
  const number = scope.object(bucketName, key);
  const newest = versions.get(number);
  if (versionId === undefined) return objects.get(number);
  if (newest === undefined) return versionId === 'null' || versionId === '#1' ? objects.get(number) : undefined;
  for (let entry: VersionEntry | undefined = newest; entry !== undefined; entry = entry.older)
    if (entry.id === versionId || `#${entry.rank}` === versionId)
      return entry.isMarker ? undefined : objects.get(entry === newest ? number : scope.version(number, entry.rank));
  return undefined;
}

/** ARN of the KMS key of a version; undefined without one. */
export function keyArnOf(world: WorldView, version: ObjectVersion): string | undefined {
  return world.kmsKeys.get(version.kmsKey)?.arn;
}

/** Whether a version is under a KMS key. */
export function isUnderKms({ state }: ObjectVersion): boolean {
  return state === 'sseKms' || state === 'sseKmsBucketKey' || state === 'dsseKms';
}

/** What a KMS key is at a time, by what is stored of it: material that has expired is gone (F-211), as is the key. */
export function controlStateAt({ state, deletedAtMs, materialEndsMs }: KeyControl, atMs: number): KeyControl['state'] {
  if (atMs >= deletedAtMs) return 'deleted';
  const hasExpired = Number.isFinite(materialEndsMs) && atMs >= materialEndsMs;
  return hasExpired && state !== 'pendingDeletion' ? 'pendingImport' : state;
}
