/** Whether a trace of that name is in the Informal Trace Format, packed or not: the name alone decides. */
export function isItfName(path: string): boolean {
  return /\.itf\.json(\.gz)?$/i.test(path);
}
