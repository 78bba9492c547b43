import type { WorldDraft } from './world-draft.ts';

/** Bucket keys that are never worth a sweep. */
const FEW = 1_024;

/**
 * Forgets the bucket keys that nothing refers to: no object was encrypted under them, no cold write may have them
 * decrypted, and no cache has them for writes. No step can come to look at them again. There cannot be more of those
 * that live than there are references; only when there are twice as many does it look through all, so that a step costs
 * the same in a world of any size.
 */
export function sweep(draft: WorldDraft): void {
  const { objects, uploads, possibleVersions, families, holdings, bucketKeys } = draft;
  const most = objects.size + uploads.size + possibleVersions.size + families.size + holdings.size;
  if (bucketKeys.size <= 2 * most + FEW) return;
  const living = new Set<number>();
  objects.forEach((version) => void living.add(version.bucketKey));
  uploads.forEach(({ version }) => void living.add(version.bucketKey));
  possibleVersions.forEach(({ versions }) => {
    for (const { bucketKey } of versions) living.add(bucketKey);
  });
  families.forEach(({ live }) => {
    for (const number of live) living.add(number);
  });
  holdings.forEach((holding) => {
    for (const number of holding.bucketKeys) living.add(number);
  });
  const dead: number[] = [];
  bucketKeys.forEach((_, number) => {
    if (!living.has(number)) dead.push(number);
  });
  for (const number of dead) draft.forget(number);
}
