import { Arns, type Event, mayCallKms, operationOf, requesterIdentity, roleArn } from '../../../../model/index.ts';
import { type Action, bucketNames, type ExploreScope, keyNames } from '../../scope.ts';
import { choices, namings, permutations } from './permutations.ts';
import { renamedAction } from './renamed-action.ts';
import { type NewNames, Renaming } from './renaming.ts';

/** A renaming that leaves a scope as it is, and where each action of the scope goes. */
export interface Symmetry {
  readonly names: Renaming;
  /** By place of an action: the place of the one that is its image. */
  readonly actions: readonly number[];
}

/** The renaming that renames nothing. */
export function noRenaming(scope: ExploreScope): Symmetry {
  const names = new Renaming(scope.setup, { requesters: new Map(), buckets: new Map(), keys: new Map(), caches: [] });
  return { names, actions: scope.actions.map((_, place) => place) };
}

/**
 * Symmetry reduction (Ip & Dill 1996, Better Verification Through Symmetry; Emerson & Sistla 1996), found instead of
 * declared: the renamings under which a scope is the same, what its setup describes, and the set of its actions.
 * Whatever can happen in a state can then happen, under the new names, in the state they make of it. The one that
 * renames nothing comes first.
 */
export function symmetriesOf(scope: ExploreScope): readonly Symmetry[] {
  // Nobody has said yet what renaming does to versions, nor to policies of IAM, quotas or specs of keys, nor to keys
  // that somebody makes.
  const { identityPolicies, scopingPolicies, kmsQuotas } = scope.setup;
  const isLimited = identityPolicies !== undefined || scopingPolicies !== undefined || kmsQuotas !== undefined;
  const isMixed =
    scope.setup.kmsKeys.some(({ keySpec }) => keySpec !== undefined) ||
    scope.actions.some(({ event }) => event.op === 'CreateKey');
  if (scope.mostVersions !== undefined || isLimited || isMixed) return [noRenaming(scope)];
  const places = new Map(scope.actions.map((action, place) => [textOf(action, scope), place]));
  const found = new Map<string, { readonly symmetry: Symmetry; readonly names: NewNames }>();
  for (const names of candidates(scope)) {
    const renaming = new Renaming(scope.setup, names);
    if (!keepsRequesters(scope, renaming) || !keepsBuckets(scope, renaming)) continue;
    const actions = imagesOf(scope, renaming, places);
    if (actions === undefined) continue;
    // Renamings that do the same to every action differ in names that nothing is ever done with.
    const text = actions.join();
    if (!found.has(text)) found.set(text, { symmetry: { names: renaming, actions }, names });
  }
  return cachesOf(scope).flatMap((caches, place) =>
    [...found.values()].map(({ symmetry, names }) =>
      place === 0 ? symmetry : { ...symmetry, names: new Renaming(scope.setup, { ...names, caches }) },
    ),
  );
}

/** Every renaming of requesters, buckets, and keys in each bucket. */
function candidates(scope: ExploreScope): readonly NewNames[] {
  const names = bucketNames(scope);
  const ofKeys = namings(keyNames(scope));
  // A replica has the key of its source, so where there are some, a key must be renamed alike in all buckets.
  const isReplicated = scope.actions.some(({ event }) => event.op === 'PutBucketReplication');
  const inBuckets = isReplicated ? ofKeys.map((naming) => names.map(() => naming)) : choices(names.map(() => ofKeys));
  const keys = inBuckets.map((chosen) => new Map(chosen.map((naming, bucket) => [names[bucket] ?? '', naming])));
  const requesters = namings(scope.setup.requesters.map(({ name }) => name));
  return requesters.flatMap((ofRequesters) =>
    namings(names).flatMap((buckets) =>
      keys.map((ofKeys) => ({ requesters: ofRequesters, buckets, keys: ofKeys, caches: [] })),
    ),
  );
}

/**
 * Every order of the caches. Those that were never used are interchangeable already, and always come last: of two
 * states whose caches are in another order, both with these last, one leads to the other by an order of the used ones
 * alone, which changes nothing else.
 */
function cachesOf({ profile: { caches } }: ExploreScope): readonly (readonly number[])[] {
  return permutations(Array.from({ length: caches === 'any' ? 1 : caches }, (_, cache) => cache));
}

/** Where the actions go under new names; undefined where one would become something that the scope does not have. */
function imagesOf(
  scope: ExploreScope,
  names: Renaming,
  places: ReadonlyMap<string, number>,
): readonly number[] | undefined {
  const images: number[] = [];
  for (const action of scope.actions) {
    const place = places.get(textOf(renamedAction(action, names), scope));
    if (place === undefined) return undefined;
    images.push(place);
  }
  return images;
}

/** Accounts, signatures and the service stay, and who shares a role, or bucket keys, still does. */
function keepsRequesters(
  { setup: { requesters, service }, profile: { requesterMode } }: ExploreScope,
  names: Renaming,
): boolean {
  if (service !== undefined && names.requester(service) !== service) return false;
  const pairs = requesters.map((requester) => {
    const image = requesters.find(({ name }) => name === names.requester(requester.name)) ?? requester;
    return [requester, image] as const;
  });
  return pairs.every(
    ([one, oneImage]) =>
      one.account === oneImage.account &&
      one.signature === oneImage.signature &&
      one.servicePrincipal === oneImage.servicePrincipal &&
      one.sourceArn === oneImage.sourceArn &&
      pairs.every(([other, otherImage]) =>
        [
          (who: typeof one) => roleArn(who.account, who.principal),
          (who: typeof one) => requesterIdentity(who, requesterMode),
        ].every((of) => (of(one) === of(other)) === (of(oneImage) === of(otherImage))),
      ),
  );
}

/** What there is from the start is still there: buckets with their owners, objects with their content. */
function keepsBuckets({ setup: { buckets } }: ExploreScope, names: Renaming): boolean {
  const texts = (rename: Renaming | undefined) =>
    buckets
      .map(({ name, account, plainObjects }) => {
        const objects = plainObjects.map(({ key, body }) => sortedText([rename?.key(name, key) ?? key, body])).sort();
        return JSON.stringify([rename?.bucket(name) ?? name, account, objects]);
      })
      .sort()
      .join('\n');
  return texts(names) === texts(undefined);
}

/**
 * What tells an action from others of a scope. Where who asks matters only by the account, any requester of it stands
 * for all.
 */
function textOf({ by, event }: Action, scope: ExploreScope): string {
  const requester = scope.setup.requesters.find(({ name }) => name === by);
  const isOfAccount = requester?.signature === undefined && requester?.servicePrincipal === undefined;
  const isAlike = isOfAccount && asksForAccountOnly(event, scope);
  return sortedText([isAlike ? (requester?.account ?? null) : by, event]);
}

/**
 * Configuring a bucket asks for the account of the requester; so does KMS where no key policy names a role, and S3
 * where no bucket has a policy. Whatever needs a KMS call is done in the requester's own name.
 */
function asksForAccountOnly(event: Event, scope: ExploreScope): boolean {
  const { actions, profile } = scope;
  const operation = operationOf(event);
  if (mayCallKms(operation, profile, event)) return false;
  if (operation.order.includes('keyPolicy') && hasKeyPolicyForRoles(scope)) return false;
  return !operation.order.includes('permission') || !actions.some(({ event: { op } }) => op === 'PutBucketPolicy');
}

/** Whether some key policy may yet name a role, or ask for one in a condition: those of the beginning name accounts. */
function hasKeyPolicyForRoles({ setup, actions }: ExploreScope): boolean {
  const arns = new Arns(setup);
  const roles = new Set(setup.requesters.map(({ account, principal }) => arns.role(account, principal)));
  return actions.some(
    ({ event }) =>
      event.op === 'PutKeyPolicy' &&
      event.statements.some(({ principal, condition }) => roles.has(principal) || condition !== undefined),
  );
}

/** A value as JSON, in which the order of fields does not show. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
