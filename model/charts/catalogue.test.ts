import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createActor, type StateValue } from 'xstate';
import { CHARTS } from './catalogue.ts';
import type { CompiledChart } from './compile/compile.ts';
import { stateNodes, transitionsOf } from './compile/state-nodes.ts';

/** What an XState actor does with one event: its state afterwards, and where the transitions start that it selected. */
function interpreted(
  machine: AnyStateMachine,
  value: StateValue,
  event: string,
): { readonly value: StateValue; readonly sources: readonly string[] } {
  const sources: string[] = [];
  const actor = createActor(machine, {
    snapshot: machine.getPersistedSnapshot(machine.resolveState({ value, context: {} })),
    inspect: (inspection) => {
      if (inspection.type === '@xstate.microstep' && inspection.event.type === event)
        sources.push(...inspection._transitions.map(({ source }) => source.id));
    },
  });
  actor.start();
  if (actor.getSnapshot().status === 'active') actor.send({ type: event });
  return { value: actor.getSnapshot().value, sources };
}

/** The machine with guards of which these hold. */
function withGuards(machine: AnyStateMachine, names: ReadonlySet<string>): AnyStateMachine {
  const guards = Object.keys(machine.implementations.guards).map((guard) => [guard, () => names.has(guard)] as const);
  return machine.provide({ guards: Object.fromEntries(guards) });
}

/** Every way in which all regions of a chart can stand: a state for each table. */
function standings(tables: readonly Table[]): readonly (readonly string[])[] {
  return tables.reduce<readonly (readonly string[])[]>(
    (found, { states }) => found.flatMap((before) => states.map((state) => [...before, state])),
    [[]],
  );
}

/** The state value in which each table is in a state. */
function stateValueOf(machine: AnyStateMachine, tables: readonly Table[], standing: readonly string[]): StateValue {
  const values = tables.map(({ id }, index): readonly [string, StateValue] => {
    const region = regionOf(machine, id);
    const leaf = stateNodes(machine).find(
      ({ key, path }) => key === standing[index] && path.join('.').startsWith(region),
    );
    const inside = (leaf?.path ?? []).slice(region === '' ? 0 : 1);
    return [region, inside.reduceRight<StateValue>((inner, key) => (inner === '' ? key : { [key]: inner }), '')];
  });
  return machine.root.type === 'parallel' ? Object.fromEntries(values) : (values[0]?.[1] ?? '');
}

/** Key of the region that a table is of; empty for that of a chart without regions. */
function regionOf(machine: AnyStateMachine, table: string): string {
  return table === machine.id ? '' : table.slice(machine.id.length + 1);
}

/** The state of a table in a state value. */
function stateIn(machine: AnyStateMachine, { id }: Table, value: StateValue): string {
  const region = regionOf(machine, id);
  return innermost(region === '' || typeof value === 'string' ? value : (value[region] ?? ''));
}

function innermost(value: StateValue): string {
  if (typeof value === 'string') return value;
  const [key, inner] = Object.entries(value)[0] ?? ['', undefined];
  return inner === undefined || (typeof inner === 'object' && Object.keys(inner).length === 0) ? key : innermost(inner);
}

type Table = CompiledChart<string, string, string>;

/** Valuation of a table under which these guards hold. */
function holdingOf(table: Table, names: ReadonlySet<string>): number {
  return table.guards.reduce((valuation, guard) => valuation | (names.has(guard) ? (table.mask[guard] ?? 0) : 0), 0);
}

/** Objects of before 2023 are set up, no event makes them (F-33). */
const STARTS: ReadonlyMap<string, readonly string[]> = new Map([['objectVersion.encryption', ['plain']]]);

describe.each(CHARTS)('$title', ({ machine, tables }) => {
  const guards = Object.keys(machine.implementations.guards);
  const sets = Array.from(
    { length: 1 << guards.length },
    (_, valuation) => new Set(guards.filter((_guard, index) => (valuation & (1 << index)) !== 0)),
  );

  test('the tables do what the XState interpreter does, wherever the regions are, for any event and valuation', () => {
    const inTables: string[] = [];
    const interpreter: string[] = [];
    const values = standings(tables).map((standing) => [standing, stateValueOf(machine, tables, standing)] as const);
    for (const names of sets) {
      const provided = withGuards(machine, names);
      for (const [standing, value] of values) {
        for (const event of machine.events) {
          const after = interpreted(provided, value, event);
          for (const [index, table] of tables.entries()) {
            const state = standing[index] ?? '';
            const transition = `${standing.join(' ')}: ${table.id} ${event} ${[...names].join(' ')} ->`;
            inTables.push(`${transition} ${table.next(state, event, holdingOf(table, names)) ?? 'refused'}`);
            const moves = after.sources.some((source) => `${source}.`.startsWith(`${table.id}.`));
            interpreter.push(`${transition} ${moves ? stateIn(machine, table, after.value) : 'refused'}`);
          }
        }
      }
    }
    expect(inTables.length).toBe(standings(tables).length * machine.events.length * sets.length * tables.length);
    expect(inTables).toEqual(interpreter);
  });

  test('every state and every transition says in plain words what it is', () => {
    const nodes = stateNodes(machine);
    for (const node of nodes) expect(node.description, node.id).toMatch(/\.$/);
    for (const transition of nodes.flatMap(transitionsOf)) {
      expect(transition.description, `${transition.source.id} on ${transition.eventType}`).toMatch(/\.$/);
    }
  });
});

describe.each(CHARTS.flatMap(({ tables }) => tables))('$id', (compiled) => {
  const valuations = Array.from({ length: 1 << compiled.guards.length }, (_, valuation) => valuation);

  test('its entries are its moves, each once', () => {
    const listed = compiled.cells.flatMap(({ state, event, holdings, next }) =>
      holdings.map((valuation) => `${state} ${event} ${valuation} -> ${next}`),
    );
    const moves = compiled.states.flatMap((state) =>
      compiled.events.flatMap((event) =>
        valuations.flatMap((valuation) => {
          const next = compiled.next(state, event, valuation);
          return next === undefined ? [] : [`${state} ${event} ${valuation} -> ${next}`];
        }),
      ),
    );
    expect(listed.toSorted()).toEqual(moves.toSorted());
  });

  test('some sequence of events leads to every state that is not set up', () => {
    const starts = STARTS.get(compiled.id) ?? [];
    const reached = new Set([compiled.initial]);
    for (const state of reached) {
      for (const event of compiled.events) {
        for (const valuation of valuations) {
          const after = compiled.next(state, event, valuation);
          if (after !== undefined) reached.add(after);
        }
      }
    }
    for (const start of starts) expect(reached).not.toContain(start);
    expect([...reached, ...starts].sort()).toEqual([...compiled.states].sort());
  });

  test('every event is handled somewhere, and every guard decides something', () => {
    for (const event of compiled.events) {
      expect(
        compiled.states.some((state) =>
          valuations.some((valuation) => compiled.next(state, event, valuation) !== undefined),
        ),
      ).toBe(true);
    }
    for (const guard of compiled.guards) {
      const bit = compiled.mask[guard] ?? 0;
      const decides = (state: string, event: string) =>
        valuations.some(
          (valuation) => compiled.next(state, event, valuation) !== compiled.next(state, event, valuation ^ bit),
        );
      expect(compiled.states.some((state) => compiled.events.some((event) => decides(state, event)))).toBe(true);
    }
  });
});

test('charts have different ids, so that a page can be named for each, and tables are named for them', () => {
  expect(new Set(CHARTS.map(({ machine }) => machine.id)).size).toBe(CHARTS.length);
  for (const { machine, tables, title, summary } of CHARTS) {
    const regions = machine.root.type === 'parallel' ? Object.keys(machine.root.states) : [undefined];
    expect(tables.map(({ id }) => id)).toEqual(regions.map((key) => [machine.id, key].filter(Boolean).join('.')));
    expect(title).not.toBe('');
    expect(summary).toMatch(/\.$/);
  }
});
