import type { Verdict } from '../oracle/verdict.ts';
import type { Exploration, Reach } from './exploration.ts';
import { sum } from './sum.ts';

/** What several explorations say together. */
export interface Together {
  /** The worst of their verdicts: `violates` before `unknown` before `conforms`. */
  readonly verdict: Verdict;
  readonly states: number;
  readonly transitions: number;
  /** Reached: in any of them. Unreached: in none. */
  readonly charts: Reach;
  readonly choices: Reach;
}

/** What explorations of several scopes say together. */
export function together(reports: readonly Exploration[]): Together {
  const verdicts = new Set(reports.map(({ verdict }) => verdict));
  return {
    verdict: verdicts.has('violates') ? 'violates' : verdicts.has('unknown') ? 'unknown' : 'conforms',
    states: sum(reports.map(({ counts }) => counts.states)),
    transitions: sum(reports.map(({ counts }) => counts.transitions)),
    charts: reachOf(reports.map(({ charts }) => charts)),
    choices: reachOf(reports.map(({ choices }) => choices)),
  };
}

function reachOf(reaches: readonly Reach[]): Reach {
  const reached = new Set(reaches.flatMap((reach) => reach.reached));
  const [first, ...others] = reaches.map((reach) => new Set(reach.unreached));
  const unreached = [...(first ?? [])].filter((one) => others.every((other) => other.has(one)));
  return { reached: [...reached].sort(), unreached };
}
