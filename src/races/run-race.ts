import type { Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { withoutShared } from '../check/overlap/run-overlapped.ts';
import type { Action } from '../explore/scope.ts';
import { isReadAndWrite } from '../oracle/open-beside.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { OverlappingSession, OverlappingSut, Point } from '../suts/overlapping.ts';
import { type Choose, everyWay } from './every-way.ts';
import type { Race, RaceScope, RaceWorld } from './race-scope.ts';

/** A race that was run in one order of the points of its requests, and judged. */
export interface JudgedOrder {
  /** The steps of the race, as a trace has them: each turn takes a millisecond. */
  readonly steps: readonly ObservedStep[];
  readonly points: readonly Point[];
  /**
   * How the two are explained. `whole`: one after the other, with all that was seen. `withoutCalls`: so, if nobody
   * looks at the KMS calls of one that came to nothing: another shared its call (U-06), or took away what it needed
   * (U-39). `interrupted`: not at all, but one of them reads and writes, and the other did something in between.
   * Nobody promises that such a request is of one instant.
   */
  readonly explained: 'whole' | 'withoutCalls' | 'interrupted' | 'no';
  /** What no order explains of it, if it is not explained. */
  readonly violation: Violation | undefined;
  /** Why nobody knows, where a bound of the oracle was hit. */
  readonly unknownBecause: string | undefined;
}

/** One order of one race of a world. */
export interface RunOrder {
  readonly world: RaceWorld;
  readonly race: Race;
  readonly order: JudgedOrder;
}

/** What is drawn has no part in a race: all have one seed. */
export const RACE_SEED = 1;

/** Every order of the points of two requests, each run anew from the beginning and judged. */
export function everyOrder(race: Race, scope: RaceScope, sut: OverlappingSut): AsyncGenerator<JudgedOrder> {
  return everyWay((choose) => inOrder(race, scope, sut, choose));
}

async function inOrder(race: Race, scope: RaceScope, sut: OverlappingSut, choose: Choose): Promise<JudgedOrder> {
  const session = await sut.start(scope.setup, RACE_SEED);
  const before: ObservedStep[] = [];
  for (const action of race.before) before.push(await alone(session, action, 0));
  const { points, together } = await atOnce(session, race, choose);
  const overMs = race.sinceMs + (points.at(-1)?.turn ?? 0) + 1;
  const after: ObservedStep[] = [];
  for (const action of race.afterwards) after.push(await alone(session, action, overMs));
  await session.stop();

  const oracle = new Oracle(scope.setup, scope.profile);
  for (const seen of before) oracle.see(seen);
  const less = together.map((seen) => {
    const others = together.filter((other) => other !== seen);
    return withoutShared(
      seen,
      others.map(({ observation }) => observation),
    );
  });
  const whole = oracle.fork();
  const isWhole = whole.seeTogether(together) === 'conforms';
  if (!isWhole) oracle.seeTogether(less);
  const judge = isWhole ? whole : oracle;
  for (const seen of after) judge.see(seen);
  const { verdict, violation, unknownBecause } = judge;
  const isExcused = verdict !== 'conforms' && isInterrupted(race, points);
  const explained = verdict === 'conforms' ? (isWhole ? 'whole' : 'withoutCalls') : isExcused ? 'interrupted' : 'no';
  return {
    steps: [...before, ...(isWhole ? together : less), ...after],
    points,
    explained,
    violation: isExcused ? undefined : violation,
    unknownBecause: isExcused ? undefined : unknownBecause,
  };
}

async function alone(session: OverlappingSession, action: Action, atMs: number): Promise<ObservedStep> {
  const step: Step = { ...action, atMs };
  return { step, observation: await session.apply(step) };
}

/** Makes the two requests of a race, and tells them as they began. */
async function atOnce(session: OverlappingSession, { pair, sinceMs }: Race, choose: Choose) {
  const begun = (request: 0 | 1, turn: number): Step => ({ ...pair[request], atMs: sinceMs + turn });
  const { observations, points } = await session.applyTogether(begun, ({ length }) => choose(length));
  const together = points
    .filter(({ at }) => at === 'begin')
    .map(({ request, turn }): ObservedStep => {
      const endMs = sinceMs + turnOf(points, request, 'end');
      return { step: begun(request, turn), observation: observations[request], endMs };
    });
  return { points, together };
}

/** Whether one of the two both reads and writes, and the other went on between its beginning and its end. */
function isInterrupted({ pair }: Race, points: readonly Point[]): boolean {
  return ([0, 1] as const).some((request) => {
    const isOther = points.map((point) => point.request !== request);
    return (
      isReadAndWrite(pair[request].event) &&
      isOther.slice(isOther.indexOf(false), isOther.lastIndexOf(false)).includes(true)
    );
  });
}

function turnOf(points: readonly Point[], request: 0 | 1, at: Point['at']): number {
  return points.find((point) => point.request === request && point.at === at)?.turn ?? 0;
}
