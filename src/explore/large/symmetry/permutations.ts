/** Every order of some items, the given one first. */
export function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, place) =>
    permutations(items.filter((_, other) => other !== place)).map((rest): readonly T[] => [first, ...rest]),
  );
}

/** Every way to give names to some names, each used once; the one that changes nothing first. */
export function namings(names: readonly string[]): readonly ReadonlyMap<string, string>[] {
  return permutations(names).map((order) => new Map(names.map((name, place) => [name, order[place] ?? name])));
}

/** Every way to choose one of each list. */
export function choices<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (chosen, list) => chosen.flatMap((some) => list.map((one) => [...some, one])),
    [[]],
  );
}
