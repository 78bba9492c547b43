/** 32-bit hash of a string (FNV-1a). */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Mixes a whole number into a hash. */
export function hashNumber(hash: number, value: number): number {
  return Math.imul(hash ^ (value | 0) ^ ((value / 0x100000000) | 0), 0x01000193) ^ (hash >>> 13);
}
