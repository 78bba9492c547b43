/** A branch of a transition, as charts write it. */
export interface Branch<Guard extends string> {
  readonly target: string;
  readonly guard?: Guard;
  readonly description: string;
}

/** A state of a chart as plain data, which is all that charts are made of. */
export interface ChartState<Guard extends string> {
  readonly description: string;
  readonly type?: 'parallel' | 'final';
  readonly initial?: string;
  readonly on?: Readonly<Record<string, Branch<Guard> | Branch<Guard>[]>>;
  readonly states?: Readonly<Record<string, ChartState<Guard>>>;
}

/** Names of an event where charts have one and the machine several, or another. */
export type Aliases = Readonly<Record<string, readonly string[]>>;

/**
 * A chart as a region of a larger machine, for one thing: the same states and transitions, its events addressed to the
 * thing, as `kmsKey.Rotate`. `what` says which thing it is.
 */
export function region<Guard extends string>(
  { config }: { readonly config: object },
  thing: string,
  what: string,
  aliases: Aliases = {},
): ChartState<Guard> {
  // A chart that was compiled is no more than this; the type has what `setup` adds.
  const chart = addressed(config as ChartState<Guard>, thing, aliases);
  return { ...chart, description: `${what} ${chart.description}`.trim() };
}

function addressed<Guard extends string>(
  { description, type, initial, on = {}, states = {} }: ChartState<Guard>,
  thing: string,
  aliases: Aliases,
): ChartState<Guard> {
  const events = Object.entries(on).flatMap(([event, branches]) =>
    (aliases[event] ?? [event]).map((name) => [`${thing}.${name}`, branches] as const),
  );
  const inner = Object.entries(states).map(([key, state]) => [key, addressed(state, thing, aliases)] as const);
  return {
    description,
    ...(type === undefined ? {} : { type }),
    ...(initial === undefined ? {} : { initial }),
    ...(events.length === 0 ? {} : { on: Object.fromEntries(events) }),
    ...(inner.length === 0 ? {} : { states: Object.fromEntries(inner) }),
  };
}
