import type { Violation } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import type { OverlappingSut } from '../suts/overlapping.ts';
import { TRACE_FORMAT } from '../trace/trace.ts';
import type { FoundRace } from './race-exploration.ts';
import type { Race, RaceScope } from './race-scope.ts';
import { everyOrder, type JudgedOrder, RACE_SEED, type RunOrder } from './run-race.ts';

/**
 * A race without an order, with as little before and after as it takes: with fewer steps the same two requests always
 * have one. An interrupted search tells it as it was found.
 */
export async function shortestOf(
  { world, race, order }: RunOrder,
  violation: Violation,
  scope: RaceScope,
  sut: OverlappingSut,
  signal: AbortSignal | undefined,
): Promise<FoundRace> {
  for (const shorter of fewerSteps(race)) {
    for await (const other of everyOrder(shorter, scope, sut)) {
      if (signal?.aborted)
        return { ...foundOf(race, order, violation, scope, sut), world: world.name, isShortest: false };
      if (other.violation !== undefined)
        return { ...foundOf(shorter, other, other.violation, scope, sut), world: world.name, isShortest: true };
    }
  }
  return { ...foundOf(race, order, violation, scope, sut), world: world.name, isShortest: true };
}

function foundOf(
  { before, sinceMs }: Race,
  { steps, points }: JudgedOrder,
  violation: Violation,
  { setup, profile }: RaceScope,
  { name }: OverlappingSut,
): Pick<FoundRace, 'trace' | 'violation' | 'points'> {
  const header = { bucketkeyTrace: TRACE_FORMAT, profile: described(profile), sut: name, seed: RACE_SEED, setup };
  const begun = points.filter(({ at }) => at === 'begin').map(({ request }) => request);
  const told = points.map(({ request, at, turn }) => ({
    stepIndex: before.length + begun.indexOf(request),
    atMs: sinceMs + turn,
    at,
  }));
  return { trace: { header, steps }, violation, points: told };
}

/** A race with some of its other steps left out, those with the fewest first. */
function fewerSteps(race: Race): readonly Race[] {
  const { before, afterwards } = race;
  const others = [...before, ...afterwards].length;
  return Array.from({ length: 2 ** others - 1 }, (_, kept) => kept)
    .sort((one, other) => bitsOf(one) - bitsOf(other))
    .map((kept) => ({
      ...race,
      before: before.filter((_, place) => isSet(kept, place)),
      afterwards: afterwards.filter((_, place) => isSet(kept, before.length + place)),
    }));
}

function isSet(bits: number, place: number): boolean {
  return (bits & (1 << place)) !== 0;
}

function bitsOf(bits: number): number {
  return bits === 0 ? 0 : (bits & 1) + bitsOf(bits >>> 1);
}
