import {
  ChoiceEnumerator,
  initialWorld,
  type MadeChoice,
  type Outcome,
  PROFILES,
  profileNamed,
  type Step,
  step,
  type World,
} from '../../../model/index.ts';
import { ACTIONS, EXPLORED, isRequest } from './actions.ts';
import type { Address, Taken } from './address.ts';

/** One of the outcomes that the model admits for a step. */
export interface Possible {
  readonly world: World;
  readonly outcome: Outcome;
  /** What had to be chosen for it. */
  readonly choices: readonly MadeChoice[];
}

/** A step that was taken, with what it led to and what it might have led to. */
export interface Walked {
  readonly taken: Taken;
  readonly step: Step;
  readonly possible: readonly Possible[];
  readonly chosen: Possible;
}

/** What a reader has walked through. */
export interface Walk {
  readonly profile: string;
  readonly steps: readonly Walked[];
  readonly world: World;
  readonly kmsCalls: number;
}

/** Most ways to resolve a step that are tried, and most outcomes that are shown of them. */
const MOST_TRIED = 2_000;
const MOST_SHOWN = 24;

/** Walks through what an address says; a step that cannot be taken ends it. */
export function walk({ profile: asked, taken }: Address): Walk {
  const profile = PROFILES.some(({ name }) => name === asked) ? asked : 'ideal';
  let world = initialWorld(EXPLORED, profileNamed(profile));
  const steps: Walked[] = [];
  for (const one of taken) {
    const input = stepOf(one, world.nowMs);
    if (input === undefined) break;
    const possible = possibleOf(world, input);
    const chosen = possible[one.outcome] ?? possible[0];
    if (chosen === undefined) break;
    steps.push({ taken: one, step: input, possible, chosen });
    world = chosen.world;
  }
  const kmsCalls = steps.reduce((sum, { chosen }) => sum + chosen.outcome.kmsCalls.length, 0);
  return { profile, steps, world, kmsCalls };
}

function stepOf({ action: id, by, waitMs }: Taken, nowMs: number): Step | undefined {
  const action = ACTIONS.find((one) => one.id === id);
  const isKnown = EXPLORED.requesters.some(({ name }) => name === by);
  if (action === undefined || (isRequest(action) && !isKnown)) return undefined;
  return { atMs: nowMs + waitMs, by: isRequest(action) ? by : null, event: action.event };
}

/** The outcomes that can be told apart from outside, each with the first choices that lead to it. */
function possibleOf(world: World, input: Step): readonly Possible[] {
  const enumerator = new ChoiceEnumerator({ etag: () => undefined });
  const found = new Map<string, Possible>();
  for (let tried = 0; tried < MOST_TRIED && found.size < MOST_SHOWN; tried++) {
    const choices: MadeChoice[] = [];
    const { world: next, outcome } = step(world, input, {
      opaqueEtag: () => undefined,
      pick: (point, options) => {
        const index = enumerator.pick(point, options);
        choices.push({ point, option: options[index] });
        return index;
      },
      pickVersion: (options) => enumerator.pickVersion(options),
    });
    const { because: _, ...seen } = outcome;
    const key = JSON.stringify(seen);
    if (!found.has(key)) found.set(key, { world: next, outcome, choices });
    if (!enumerator.advance()) break;
  }
  return [...found.values()];
}
