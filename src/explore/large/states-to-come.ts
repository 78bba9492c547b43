/**
 * About how many states lie deeper than the depths whose sizes are given, the first state's first; undefined as long as
 * they grow, when there is no telling. From the widest depth on each is smaller than the one before, and more so each
 * time: it is taken to go on like that.
 */
export function statesToCome(levels: readonly number[]): number | undefined {
  const [before = 0, previous = 0, last = 0] = levels.slice(-3);
  if (levels.length < 3 || last >= previous) return undefined;
  let ratio = last / previous;
  const bend = Math.min(ratio / (previous / before), MOST_BEND);
  let toCome = 0;
  for (let level = last * ratio * bend; level >= 1; level *= ratio * bend) {
    toCome += level;
    ratio *= bend;
  }
  return Math.round(toCome);
}

/** Where ratios do not fall, or hardly: one that ends nevertheless. */
const MOST_BEND = 0.99;
