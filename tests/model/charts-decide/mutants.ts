import type { Cell, CompiledChart } from '../../../model/index.ts';

type Table = CompiledChart<string, string, string>;

/** One entry of one table that is deleted, or sent to another state. */
export interface ChartMutant {
  readonly name: string;
  readonly table: Table;
  readonly cell: Cell;
  /** Where the entry leads now; undefined where the event is refused. */
  readonly to: string | undefined;
}

/** Every entry of a table deleted, and sent to each other state. */
export function mutantsOf(table: Table): readonly ChartMutant[] {
  return table.cells.flatMap((cell) => {
    const name = `${table.id}: ${cellName(table, cell)}`;
    const others = table.states.filter((state) => state !== cell.next);
    return [
      { name: `${name} is refused`, table, cell, to: undefined },
      ...others.map((to) => ({ name: `${name} leads to ${to}`, table, cell, to })),
    ];
  });
}

/** `state -Event [guards that hold]-> next`. */
function cellName({ guards, mask }: Table, { state, event, holdings, next }: Cell): string {
  const holding = holdings[0] ?? 0;
  const hold = guards.filter((guard) => ((mask[guard] ?? 0) & holding) !== 0);
  return `${state} -${event}${hold.length === 0 ? '' : ` [${hold.join(', ')}]`}-> ${next}`;
}
