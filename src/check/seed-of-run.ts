/** Seeds of the runs of one check differ, and depend on nothing but the check's seed and the run's number. */
export function seedOfRun(seed: number, run: number): number {
  let mixed = (seed ^ Math.imul(run + 1, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b) >>> 0;
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
