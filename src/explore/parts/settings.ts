import {
  type Alias,
  type Bucket,
  type Grant,
  type KmsKey,
  type KmsKeyState,
  type ObjectVersion,
  type Upload,
  type VersionEntry,
  visible,
  type WorldView,
} from '../../../model/index.ts';
import { settled } from '../../../model/records/lagging.ts';
import { keyStateAt } from '../../../model/rules/kms-answer.ts';
import { usesLeft } from '../../../model/rules/kms-quota.ts';
import { NOW_MS, type Part } from './part.ts';
import { leftOfLagging, movedLagging, movedTime, type Ticks } from './times.ts';
import { Values } from './values.ts';

/** What belongs to no bucket and no key. */
export interface Environment {
  readonly kmsThrottled: boolean;
  readonly kmsUnreachable: WorldView['kmsUnreachable'];
  readonly cachesTouched: number;
  readonly kmsUse: WorldView['kmsUse'];
}

/** The environment alone, of what has more. */
export function environmentOf({ kmsThrottled, kmsUnreachable, cachesTouched, kmsUse }: Environment): Environment {
  return { kmsThrottled, kmsUnreachable, cachesTouched, kmsUse };
}

/** The environment of a scope's worlds. */
export function environmentPart(): Part<Environment> {
  const values = new Values<Environment>('environment');
  return {
    name: 'environment',
    values,
    encode: (record, nowMs = NOW_MS) => {
      const { kmsThrottled, kmsUnreachable, cachesTouched } = record;
      const kmsUse = usesLeft(record.kmsUse, nowMs);
      const used = kmsUse.map(({ account, startMs, requests, before }) => [account, startMs - nowMs, requests, before]);
      return values.number(JSON.stringify([kmsThrottled, kmsUnreachable, cachesTouched, ...used]), {
        ...record,
        kmsUse,
      });
    },
    moved: (record, byMs) =>
      record.kmsUse.length === 0
        ? record
        : { ...record, kmsUse: record.kmsUse.map((use) => ({ ...use, startMs: use.startMs + byMs })) },
  };
}

/** Nobody sees whether the key rotates. */
const UNSEEN_ROTATION: KmsKey['rotates'] = settled(undefined);

/**
 * Of one KMS key, if it is made, the control state, policy and grants, and whether it rotates where some action asks
 * that; of a waiting period, the ticks that are left.
 */
export function kmsKeyPart(name: string, ticks: Ticks, asksRotation: boolean): Part<KmsKey | undefined> {
  const values = new Values<KmsKey | undefined>(name);
  const controlKey = (control: KmsKey['control']['current'], nowMs: number) => {
    const state = keyStateAt(control, nowMs);
    // Of a waiting period that was cut short the end never comes, for whoever still sees it.
    const isCutShort = control.deletedAtMs === Number.POSITIVE_INFINITY;
    return [
      state,
      state === 'pendingDeletion' && !isCutShort ? ticks.left(control.deletedAtMs) : 0,
      ...materialKey(control.materialEndsMs, state, ticks),
    ];
  };
  const encode = (key: KmsKey | undefined, nowMs = NOW_MS): number => {
    if (key === undefined) return values.number('absent', undefined);
    const control = leftOfLagging(key.control, nowMs);
    const policy = leftOfLagging(key.policy, nowMs);
    const grants = grantsLeft(key.grants, nowMs);
    const rotates = asksRotation ? leftOfLagging(key.rotates, nowMs) : UNSEEN_ROTATION;
    const parts = [
      key.isOfOtherUse === true,
      key.isExternal === true,
      key.onDemandRotations,
      ticks.laggingKey(control, (one) => controlKey(one, nowMs)),
      ticks.laggingKey(policy, (one) => one),
      ticks.laggingKey(rotates, (isOn) => isOn),
      ...grants.map(({ given, ...one }) => [one, ticks.laggingKey(given, (isGiven) => isGiven)]),
    ];
    return values.number(JSON.stringify(parts), { ...key, control, policy, grants, rotates });
  };
  return {
    name,
    values,
    encode,
    moved: (key, byMs) =>
      key && {
        ...key,
        control: movedControl(key.control, byMs),
        policy: movedLagging(key.policy, byMs),
        rotates: movedLagging(key.rotates, byMs),
        grants: key.grants.map((grant) => ({ ...grant, given: movedLagging(grant.given, byMs) })),
      },
  };
}

/**
 * What is left of imported material: nothing to tell where it never ends, or the state says that it is gone. Of a key
 * that awaits its deletion when it ended makes no difference.
 */
function materialKey(endsMs: number, state: KmsKeyState, ticks: Ticks): readonly (number | 'gone')[] {
  if (endsMs === Number.POSITIVE_INFINITY || state === 'pendingImport' || state === 'deleted') return [];
  const left = endsMs === Number.NEGATIVE_INFINITY ? 'gone' : ticks.left(endsMs);
  return [left === 0 && state === 'pendingDeletion' ? 'gone' : left];
}

/**
 * The grants that somebody may see, in one order, whichever was made first. Of those that are alike and that nobody can
 * name any more one stands for all: none of them is ever revoked.
 */
function grantsLeft(grants: readonly Grant[], nowMs: number): readonly Grant[] {
  return grants
    .map((grant) => ({ ...grant, given: leftOfLagging(grant.given, nowMs) }))
    .filter(({ given }) => visible(given, nowMs).includes(true))
    .map((grant) => ({ grant, text: JSON.stringify(grant) }))
    .sort((one, other) => (one.text < other.text ? -1 : 1))
    .filter(({ grant, text }, at, all) => grant.name !== undefined || text !== all[at - 1]?.text)
    .map(({ grant }) => grant);
}

function movedControl(control: KmsKey['control'], byMs: number): KmsKey['control'] {
  const moved = ({ state, deletedAtMs, materialEndsMs }: KmsKey['control']['current']) => ({
    state,
    deletedAtMs: movedTime(deletedAtMs, byMs),
    materialEndsMs: movedTime(materialEndsMs, byMs),
  });
  const { current, earlier } = movedLagging(control, byMs);
  return { current: moved(current), earlier: earlier.map(({ value, untilMs }) => ({ value: moved(value), untilMs })) };
}

/** Targets of one alias. */
export function aliasPart(name: string, ticks: Ticks): Part<Alias> {
  const values = new Values<Alias>(name);
  const encode = (alias: Alias, nowMs = NOW_MS): number => {
    const target = leftOfLagging(alias.target, nowMs);
    return values.number(JSON.stringify(ticks.laggingKey(target, (one) => one)), { target });
  };
  return {
    name,
    values,
    encode,
    moved: ({ target }, byMs) => ({ target: movedLagging(target, byMs) }),
  };
}

/** A bucket's rule, policy, replication rule and count of objects. Its bucket keys are parts of their own. */
export function bucketPart(name: string, ticks: Ticks): Part<Bucket | undefined> {
  const values = new Values<Bucket | undefined>(name);
  const encode = (bucket: Bucket | undefined, nowMs = NOW_MS): number => {
    if (bucket === undefined) return values.number('absent', undefined);
    const { account, blocksPublicPolicies, locksObjects, objectCount } = bucket;
    const policy = leftOfLagging(bucket.policy, nowMs);
    const replication = leftOfLagging(bucket.replication, nowMs);
    const encryption = leftOfLagging(bucket.encryption, nowMs);
    const lagging = [
      ticks.laggingKey(policy, (statements) => statements),
      ticks.laggingKey(replication, (rule) => rule),
      ticks.laggingKey(encryption, (rule) => rule),
    ];
    const versioning = bucket.versioning && leftOfLagging(bucket.versioning, nowMs);
    if (versioning !== undefined) lagging.push(ticks.laggingKey(versioning, (state) => state));
    const parts = [account, blocksPublicPolicies, locksObjects, objectCount, ...lagging];
    return values.number(JSON.stringify(parts), { ...bucket, policy, replication, encryption, versioning });
  };
  return {
    name,
    values,
    encode,
    moved: (bucket, byMs) =>
      bucket && {
        ...bucket,
        policy: movedLagging(bucket.policy, byMs),
        replication: movedLagging(bucket.replication, byMs),
        encryption: movedLagging(bucket.encryption, byMs),
        versioning: bucket.versioning && movedLagging(bucket.versioning, byMs),
      },
  };
}

/**
 * One object, but for the number of its bucket key, which is part of the bucket keys. Opaque ETags are one and the
 * same.
 */
export function objectPart(name: string): Part<ObjectVersion | undefined> {
  const values = new Values<ObjectVersion | undefined>(name);
  const encode = (version: ObjectVersion | undefined): number => {
    if (version === undefined) return values.number('absent', undefined);
    return values.number(JSON.stringify(versionKey(version)), version);
  };
  return { name, values, encode, moved: (version) => version };
}

/** Which versions and delete markers a key has; what each version is like are parts of their own. */
export function versionsPart(name: string): Part<VersionEntry | undefined> {
  const values = new Values<VersionEntry | undefined>(name);
  const encode = (newest: VersionEntry | undefined): number => {
    const entries: unknown[] = [];
    for (let entry = newest; entry !== undefined; entry = entry.older)
      entries.push([entry.id, entry.isMarker, entry.isReplicated, entry.isLocked]);
    return values.number(JSON.stringify(entries), newest);
  };
  return { name, values, encode, moved: (newest) => newest };
}

function versionKey(version: ObjectVersion): unknown {
  const { state, kmsKey, family, md5, etagClass, etag, context, replication, customerKey } = version;
  const shown = etagClass === 'multipart' ? etag.slice(etag.indexOf('-')) : etag;
  return [state, kmsKey, family, md5, etagClass === 'opaque' ? null : shown, context, replication, customerKey];
}

/** One upload, but for the number of its bucket key, and for the ETags of its parts, on whose values nothing hangs. */
export function uploadPart(name: string): Part<Upload | undefined> {
  const values = new Values<Upload | undefined>(name);
  const encode = (upload: Upload | undefined): number => {
    if (upload === undefined) return values.number('absent', undefined);
    const { state, version, parts, creator } = upload;
    const sent = parts.map(({ number, md5 }) => [number, md5]);
    return values.number(JSON.stringify([state, versionKey(version), sent, creator]), upload);
  };
  return { name, values, encode, moved: (upload) => upload };
}
