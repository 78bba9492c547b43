import type { WorldDraft } from './world-draft.ts';

/** Bucket keys that are never worth a sweep. */
const FEW = 1_024;

/**
 * Forgets the bucket keys that nothing refers to: no object was locked under them, no family has them as its newest,
 * and no cache has them for writes. No step can come to look at them again. There cannot be more of those that live
 * than there are objects, families and holdings together; only when there are twice as many does it look through all,
 * so that a step costs the same in a world of any size.
 */
export function sweep(draft: WorldDraft): void {
  const { objects, families, holdings, generations } = draft;
  const most = objects.size + families.size + holdings.size;
  if (generations.size <= 2 * most + FEW) return;
  const living = new Set<number>();
  objects.forEach((version) => void living.add(version.generation));
  families.forEach((family) => void living.add(family.newest));
  holdings.forEach((holding) => void living.add(holding.generation));
  const dead: number[] = [];
  generations.forEach((_, number) => {
    if (!living.has(number)) dead.push(number);
  });
  for (const number of dead) draft.dropGeneration(number);
}
