/**
 * Guards of a chart that is only compiled, which tries both answers. Run as they are they throw: any answer would be a
 * guess.
 */
export function namedGuards<const G extends string>(...names: G[]): Record<G, () => boolean> {
  const guards = names.map((name) => {
    const unanswered = (): boolean => {
      throw new Error(`the guard ${name} has no value here: compile the chart, or provide() the guard`);
    };
    return [name, unanswered] as const;
  });
  return Object.fromEntries(guards) as Record<G, () => boolean>;
}
