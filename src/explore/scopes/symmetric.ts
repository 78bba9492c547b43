import type { EncryptionRule } from '../../../model/index.ts';
import type { Action, ExploreScope } from '../scope.ts';
import { copies, deletes, deletion, gets, happens, puts, resets, rules, switches, THROTTLING } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './parts.ts';

/** Whoever configures buckets and KMS keys, deletes objects, and never reads or writes one. */
const OPERATOR = 'ops';

/** What there is in a scope in which requesters, objects and buckets can take each other's place. */
export interface Symmetric {
  readonly requesters: readonly string[];
  readonly buckets: readonly string[];
  readonly keys: readonly string[];
  /** What PutBucketEncryption can say of each bucket. */
  readonly rules: readonly EncryptionRule[];
}

/** Every requester copies every object from each bucket to each other one. */
export function copiesBetween({ requesters, buckets, keys }: Symmetric): readonly Action[] {
  return buckets.flatMap((from) =>
    buckets
      .filter((to) => to !== from)
      .flatMap((to) => keys.flatMap((key) => requesters.map((name) => copies(name, `${from}/${key}`, `${to}/${key}`)))),
  );
}

/**
 * What a world of one KMS key and one strict cache allows within its buckets: all requesters do the same to all
 * objects.
 */
function symmetricActions({ requesters, buckets, keys, rules: all }: Symmetric): readonly Action[] {
  const places = (bucket: string) => keys.map((key) => `${bucket}/${key}` as const);
  return [
    ...buckets.flatMap((bucket) => [
      ...all.map((rule) => rules(OPERATOR, bucket, rule)),
      resets(OPERATOR, bucket),
      ...places(bucket).flatMap((place) => [
        ...requesters.flatMap((name) => [puts(name, place), gets(name, place)]),
        deletes(OPERATOR, place),
      ]),
      happens({ op: 'EvictBucketKeys', bucket }),
    ]),
    ...switches(OPERATOR, 'k1'),
    ...deletion(OPERATOR, 'k1'),
    ...THROTTLING,
  ];
}

/** A scope of {@link symmetricActions}, and of what happens between its buckets, under the strict profile. */
export function symmetricScope(
  about: Pick<ExploreScope, 'name' | 'title'> & { readonly maxStates: number },
  names: Symmetric,
  between: readonly Action[],
): ExploreScope {
  const { requesters, buckets } = names;
  return {
    ...about,
    setup: settingUp({
      requesters: [...requesters, OPERATOR],
      kmsKeys: ['k1'],
      buckets: Object.fromEntries(buckets.map((bucket) => [bucket, []])),
    }),
    profile: strictProfile(about.name),
    tickMs: TICK_MS,
    actions: [...symmetricActions(names), ...between],
    monitored: false,
  };
}
