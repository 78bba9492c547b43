import {
  type Bucket,
  type BucketEncryption,
  type KmsKey,
  NO_BUCKET_KEY,
  type ObjectVersion,
  SOME_BUCKET_KEY,
  shownRule,
  someEntryLeft,
  type World,
} from '../../model/index.ts';
import { entryStateAt, entryUntilMs } from '../../model/rules/bucket-key-lifetime.ts';
import { keyStateAt, storedStateAt } from '../../model/rules/kms-answer.ts';
import { ruleText } from '../report/event-text.ts';
import { type Names, nameText, objectText } from '../report/names.ts';
import { durationText } from '../report/quantity-text.ts';

/** A table of what there is of a kind, for people. */
export interface PictureTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly PictureRow[];
  /** Rows that are not told. */
  readonly leftOut: number;
}

/** One thing, a text for each column. The first names it. */
export interface PictureRow {
  readonly id: string;
  readonly cells: readonly string[];
}

/** What the model knows after a step: what all worlds have that explain the trace so far. */
export type WorldPicture = readonly PictureTable[];

/** Most rows of a table. */
const MOST_ROWS = 20;
/** Most possibilities that are told of one cell. */
const MOST_POSSIBLE = 3;
/** Most worlds that are compared. */
const MOST_WORLDS = 64;

type Rows = ReadonlyMap<string, readonly string[]>;

/** What a kind of thing is told by. */
interface Kind {
  readonly title: string;
  readonly columns: readonly string[];
  rows(world: World, names: Names): Rows;
}

/** Shows what worlds have in common, and says where they differ that it is not decided. */
export function pictureOf(worlds: readonly World[], names: Names): WorldPicture {
  const compared = worlds.slice(0, MOST_WORLDS);
  return KINDS.map(({ title, columns, rows }) => {
    const all = compared.map((world) => rows(world, names));
    const ids = [...new Set(all.flatMap((one) => [...one.keys()]))];
    return {
      title,
      columns,
      rows: ids.slice(0, MOST_ROWS).map((id) => ({ id, cells: agreed(all.map((one) => one.get(id))) })),
      leftOut: Math.max(0, ids.length - MOST_ROWS),
    };
  });
}

/** The cells of a thing in all worlds, some of which may not have it. */
function agreed(all: readonly (readonly string[] | undefined)[]): readonly string[] {
  const there = all.filter((cells) => cells !== undefined);
  const cells = (there[0] ?? []).map((_, place) => possibleText(there.map((one) => one[place] ?? '')));
  if (there.length === all.length) return cells;
  const last = cells.length - 1;
  return cells.map((cell, place) => (place === last ? `not decided: not there, or ${cell}` : cell));
}

function possibleText(texts: readonly string[]): string {
  const [first = '', ...others] = new Set(texts);
  if (others.length === 0) return first;
  const told = [first, ...others].slice(0, MOST_POSSIBLE);
  return `not decided: ${told.join('; or ')}${others.length >= MOST_POSSIBLE ? '; or else' : ''}`;
}

const KINDS: readonly Kind[] = [
  { title: 'Bucket keys', columns: ['Bucket key', 'For', 'State', 'In a cache, held by'], rows: bucketKeyRows },
  { title: 'KMS keys', columns: ['KMS key', 'State'], rows: kmsKeyRows },
  { title: 'Objects', columns: ['Object', 'Encryption', 'KMS key', 'Bucket key'], rows: objectRows },
  { title: 'Buckets', columns: ['Bucket', 'Default encryption'], rows: bucketRows },
];

function bucketKeyRows(world: World, names: Names): Rows {
  const rows = new Map<string, readonly string[]>();
  const { scope, nowMs } = world;
  world.bucketKeys.forEach((key, number) => {
    const bucket = scope.bucketOf(key.family);
    const under = world.kmsKeys.get(scope.kmsKeyOf(key.family));
    const look = {
      nowMs,
      restartEpoch: world.restartEpoch,
      cacheEpoch: world.buckets.get(bucket)?.cacheEpoch ?? 0,
    };
    const held = key.entries
      .filter((entry) => entryStateAt(entry, look, scope.profile) === 'warm')
      .map((entry) => {
        const cache = scope.profile.caches === 1 ? '' : `, cache ${entry.cache + 1}`;
        const until = durationText(entryUntilMs(entry, scope.profile));
        return `${holderText(world, entry.identity)} (from a ${entry.by}${cache}, until ${until} at the latest)`;
      });
    rows.set(`${number}`, [
      `${number}, made at ${durationText(key.createdAtMs)}`,
      forText(world, bucket, under, names),
      storedStateAt(key, under, nowMs, scope.profile),
      held.length === 0 ? 'nobody' : held.join('; '),
    ]);
  });
  world.someBucketKeys.forEach(({ liveUntilMs }, family) => {
    const bucket = scope.bucketOf(family);
    const holders = someHolders(world, family);
    if (nowMs >= liveUntilMs && holders.length === 0 && !hasSomeObject(world, family)) return;
    rows.set(`some ${family}`, [
      'not decided which',
      forText(world, bucket, world.kmsKeys.get(scope.kmsKeyOf(family)), names),
      nowMs < liveUntilMs ? `may be active until ${durationText(liveUntilMs)} at the latest` : 'retired',
      holders.length === 0 ? 'nobody' : `perhaps ${holders.join(', ')}`,
    ]);
  });
  return rows;
}

/** Who may have one of a family in a cache of which it is not known which it is. */
function someHolders(world: World, family: number): readonly string[] {
  const { scope, nowMs } = world;
  const { caches, cacheLifetime } = scope.profile;
  const firstEpoch = Math.max(world.restartEpoch, world.buckets.get(scope.bucketOf(family))?.cacheEpoch ?? 0);
  const identities = new Set([...scope.requesters.values()].map(({ identity }) => identity));
  return [...identities].flatMap((identity) => {
    const isHeld = Array.from({ length: caches === 'any' ? 1 : caches }, (_, cache) => {
      const entry = someEntryLeft(world.someEntries.get(scope.holding(family, identity, cache)), firstEpoch);
      const isRead = entry.obtainedAtMs >= 0 && nowMs < entry.obtainedAtMs + cacheLifetime.maxMs;
      return isRead || nowMs < entry.writesUntilMs;
    });
    return isHeld.includes(true) ? [holderText(world, identity)] : [];
  });
}

function hasSomeObject(world: World, family: number): boolean {
  let found = false;
  world.objects.forEach((version) => {
    found ||= version.family === family && version.bucketKey === SOME_BUCKET_KEY;
  });
  return found;
}

function forText({ scope }: World, bucket: number, under: KmsKey | undefined, names: Names): string {
  return `bucket ${nameText(scope.bucketName(bucket))}, ${under === undefined ? 'some KMS key' : names.key(under.arn)}`;
}

/** All requesters who share an identity share what it holds (F-95). */
function holderText({ scope }: World, identity: number): string {
  const sharing = [...scope.requesters.values()].filter((one) => one.identity === identity);
  const told = sharing.slice(0, 3).map(({ name }) => nameText(name));
  return `${told.join(', ')}${sharing.length > told.length ? ` and ${sharing.length - told.length} more` : ''}`;
}

function kmsKeyRows(world: World, names: Names): Rows {
  const rows = new Map<string, readonly string[]>();
  world.kmsKeys.forEach((key, number) => {
    rows.set(`${number}`, [names.key(key.arn), kmsKeyText(key, world.nowMs)]);
  });
  return rows;
}

function kmsKeyText({ control }: KmsKey, nowMs: number): string {
  const { current, earlier } = control;
  if (current.oneOf !== undefined) return `not decided: ${current.oneOf.join(' or ')}`;
  const state = keyStateAt(current, nowMs);
  const until = state === 'pendingDeletion' ? `, deleted at ${durationText(current.deletedAtMs)}` : '';
  const before = earlier.filter(({ untilMs }) => nowMs < untilMs).map(({ value }) => keyStateAt(value, nowMs));
  return `${state}${until}${stillText(before)}`;
}

function stillText(before: readonly string[]): string {
  return before.length === 0 ? '' : `; for a while still seen as ${[...new Set(before)].join(' or ')}`;
}

function objectRows(world: World, names: Names): Rows {
  const rows = new Map<string, readonly string[]>();
  const { scope } = world;
  world.objects.forEach((version, number) => {
    if (version.state === 'absent') return;
    rows.set(`${number}`, [objectText(scope.objectName(number)), ...versionTexts(world, version, names)]);
  });
  world.possibleVersions.forEach(({ versions }, number) => {
    const possible = versions.map((version) =>
      version.state === 'absent' ? ['not there', '', ''] : versionTexts(world, version, names),
    );
    const cells = [0, 1, 2].map((place) => possibleText(possible.map((texts) => texts[place] ?? '')));
    rows.set(`${number}`, [objectText(scope.objectName(number)), ...cells]);
  });
  return rows;
}

function versionTexts(world: World, { state, kmsKey, bucketKey }: ObjectVersion, names: Names): readonly string[] {
  const key = world.kmsKeys.get(kmsKey);
  const which = bucketKey === SOME_BUCKET_KEY ? 'not decided which' : `${bucketKey}`;
  return [state, key === undefined ? '' : names.key(key.arn), bucketKey === NO_BUCKET_KEY ? '' : which];
}

function bucketRows(world: World, names: Names): Rows {
  const rows = new Map<string, readonly string[]>();
  world.buckets.forEach(({ number, encryption }: Bucket) => {
    const text = ({ oneOf, ...rule }: BucketEncryption): string =>
      oneOf === undefined ? ruleText(shownRule(rule), names) : 'not decided';
    const before = encryption.earlier.filter(({ untilMs }) => world.nowMs < untilMs).map(({ value }) => text(value));
    const shown = `${text(encryption.current)}${stillText(before)}`;
    rows.set(`${number}`, [nameText(world.scope.bucketName(number)), shown]);
  });
  return rows;
}
