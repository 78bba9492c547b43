/** The first of `base`, `base-2`, `base-3`… that is not taken. */
export function freshName(base: string, isTaken: (name: string) => boolean): string {
  let name = base;
  for (let n = 2; isTaken(name); n += 1) name = `${base}-${n}`;
  return name;
}
