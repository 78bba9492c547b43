/** Takes one of so many options, by its place; of none there is nothing to take. */
export type Choose = (options: number) => number;

/**
 * Runs something once for each way in which it can go: whenever it asks, another of its options is taken, until all
 * were. It has to ask the same wherever the same was taken.
 */
export async function* everyWay<T>(run: (choose: Choose) => Promise<T>): AsyncGenerator<T> {
  const taken: number[] = [];
  const options: number[] = [];
  do {
    let asked = 0;
    yield await run((count) => {
      const place = asked++;
      options[place] = count;
      taken[place] ??= 0;
      return taken[place];
    });
    while (taken.length > 0 && (taken.at(-1) ?? 0) + 1 >= (options[taken.length - 1] ?? 0)) taken.pop();
    if (taken.length > 0) taken.push((taken.pop() ?? 0) + 1);
  } while (taken.length > 0);
}
