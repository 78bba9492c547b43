import type { Profile } from '../openness/profile.ts';
import type { Alias, Bucket, Family, Generation, Holding, KmsKey, ObjectVersion } from '../records/records.ts';
import { cachesMoreGenerations, cachesMoreHoldings } from './coverage.ts';
import type { Sight } from './draft.ts';
import {
  sameAlias,
  sameBucket,
  sameFamily,
  sameGeneration,
  sameHolding,
  sameKmsKey,
  sameObjectVersion,
} from './record-equality.ts';
import type { Table } from './table.ts';

/** Everything the model remembers. Worlds are values: a step makes a new one and leaves the old one valid. */
export interface World extends Sight {
  readonly buckets: Table<Bucket>;
  readonly objects: Table<ObjectVersion>;
  readonly kmsKeys: Table<KmsKey>;
  readonly aliases: Table<Alias>;
  readonly generations: Table<Generation>;
  readonly families: Table<Family>;
  readonly holdings: Table<Holding>;
}

/**
 * Whether world `a` explains whatever `b` can explain from here on, so that `b` need not be kept beside it: they are
 * alike, or caches are open (any number, losing anything at any time) and `a` merely has more, or fresher, bucket keys
 * in them.
 */
export function covers(a: World, b: World): boolean {
  // What seldom agrees is compared first.
  return cachesAreOpen(a.scope.profile)
    ? alikeButCaches(a, b) && cachesMore(a, b)
    : cachesAlike(a, b) && alikeButCaches(a, b);
}

function cachesAreOpen({ caches, earlyEviction }: Profile): boolean {
  return caches === 'any' && earlyEviction;
}

function alikeButCaches(a: World, b: World): boolean {
  return (
    a.nowMs === b.nowMs &&
    a.nextGeneration === b.nextGeneration &&
    a.cachesTouched === b.cachesTouched &&
    a.epoch === b.epoch &&
    a.restartEpoch === b.restartEpoch &&
    a.kmsThrottled === b.kmsThrottled &&
    a.families.equals(b.families, sameFamily) &&
    a.objects.equals(b.objects, sameObjectVersion) &&
    a.buckets.equals(b.buckets, sameBucket) &&
    a.kmsKeys.equals(b.kmsKeys, sameKmsKey) &&
    a.aliases.equals(b.aliases, sameAlias)
  );
}

function cachesAlike(a: World, b: World): boolean {
  return a.holdings.equals(b.holdings, sameHolding) && a.generations.equals(b.generations, sameGeneration);
}

function cachesMore(a: World, b: World): boolean {
  return (
    a.holdings.compare(b.holdings, cachesMoreHoldings) && a.generations.compare(b.generations, cachesMoreGenerations)
  );
}
