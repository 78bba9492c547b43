import type { Family, Generation, Holding, Profile } from '../../../model/index.ts';
import { movedTime } from './times.ts';

/**
 * Whether it is always known which bucket key serves a request: a single cache that loses nothing of its own accord,
 * bucket keys made and never fetched by writes. Then what is remembered for lost sight of a bucket key is never asked
 * for.
 */
export function keepsSight({
  caches,
  earlyEviction,
  cacheLifetime,
  generationLifetime,
  coldWrite,
  readWarmsWrite,
}: Profile): boolean {
  const exact = cacheLifetime.minMs === cacheLifetime.maxMs && generationLifetime.minMs === generationLifetime.maxMs;
  return caches === 1 && !earlyEviction && exact && !coldWrite.includes('unwrap') && !readWarmsWrite.includes(true);
}

/** A family with its times moved by milliseconds. */
export function movedFamily(family: Family, byMs: number): Family {
  return {
    ...family,
    newestMintedAtMs: movedTime(family.newestMintedAtMs, byMs),
    othersUntilMs: movedTime(family.othersUntilMs, byMs),
  };
}

/** A holding with its times moved by milliseconds. */
export function movedHolding(holding: Holding, byMs: number): Holding {
  return {
    ...holding,
    mintedAtMs: movedTime(holding.mintedAtMs, byMs),
    obtainedAtMs: movedTime(holding.obtainedAtMs, byMs),
    othersUntilMs: movedTime(holding.othersUntilMs, byMs),
    someObtainedAtMs: movedTime(holding.someObtainedAtMs, byMs),
    lastObtainedAtMs: movedTime(holding.lastObtainedAtMs, byMs),
  };
}

/** A bucket key with its times moved by milliseconds. */
export function movedGeneration(generation: Generation, byMs: number): Generation {
  return {
    ...generation,
    mintedAtMs: movedTime(generation.mintedAtMs, byMs),
    readers: generation.readers.map((reader) => ({ ...reader, obtainedAtMs: movedTime(reader.obtainedAtMs, byMs) })),
  };
}
