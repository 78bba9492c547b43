/** Mixes a whole number into a hash. */
export function hashNumber(hash: number, value: number): number {
  return Math.imul(hash ^ (value | 0) ^ ((value / 0x100000000) | 0), 0x01000193) ^ (hash >>> 13);
}
