/** What is told of planted faults, by the ids of the mutants, of the text that pins it. */
export function storiesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/^======== /m).flatMap((part) => {
      const end = part.indexOf('\n');
      return end < 0 ? [] : [[part.slice(0, end), part.slice(end).trim()]];
    }),
  );
}
