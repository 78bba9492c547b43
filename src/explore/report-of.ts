import type { perform } from '../../model/index.ts';
import type { Violation } from '../oracle/verdict.ts';
import { actionCoverage } from './action-counts.ts';
import { type CoverageData, chartReach, choiceReach } from './coverage.ts';
import type { Exploration, QuestionAnswer, ShortestViolation } from './exploration.ts';
import { ANSWERED } from './invariants.ts';
import type { Liveness } from './liveness/liveness.ts';
import { MONITORED, monitorsAgainst } from './monitors.ts';
import { INTERRUPTED } from './options.ts';
import type { Judges } from './questions/judges.ts';
import type { Question } from './questions/question.ts';
import { type ExploreScope, tickOf } from './scope.ts';
import type { BrokenTransition, FoundTransition, ReachedTransition } from './search/broken-transition.ts';
import { ENDED } from './search/ended-check.ts';
import type { Link } from './search/link.ts';
import type { Successors } from './search/successors.ts';
import { sum } from './sum.ts';
import { Traces } from './trace-of.ts';
import { crossCheck } from './whole-worlds/cross-check.ts';
import { WholeWorlds } from './whole-worlds/whole-worlds.ts';

/** What a search has found, whoever has made it. */
export interface Searched
  extends Pick<Exploration, 'queue' | 'bytes' | 'collisionProbability' | 'symmetries'>,
    Pick<Exploration['counts'], 'transitions' | 'levels'> {
  readonly scope: ExploreScope;
  readonly act: typeof perform;
  readonly judges: Judges;
  readonly coverage: readonly CoverageData[];
  /** By place of the action: states that were found by it, where that hangs on nothing but the scope. */
  readonly newStates: readonly number[] | undefined;
  readonly broken: BrokenTransition | undefined;
  /** What ended it before all was seen. */
  readonly unknownBecause: string | undefined;
  /** The first transition that answers each question. */
  readonly answered: ReadonlyMap<Question, ReachedTransition>;
  /** What follows on its states as the search looked it up; missing where partitions of it did so for themselves. */
  readonly successors?: Successors;
  /** How many states {@link pathTo} knows. */
  readonly reached: number;
  /** A shortest path to a state by its number. */
  pathTo(state: number): readonly Link[];
  /** Whether what is pending ends; undefined where nothing can be pending, or there are too many states. */
  checkLiveness(): Promise<Liveness | undefined>;
}

/** States whose transitions are compared with those of whole worlds. */
const SAMPLE = 64;

/**
 * The report of an exploration. The first violation is told with a shortest trace; where there is none and the scope
 * was seen whole, it is also checked that what is pending ends.
 */
export async function reportOf(searched: Searched): Promise<Exploration> {
  const { scope, act, transitions, levels, queue, bytes, collisionProbability, symmetries, coverage } = searched;
  const isWhole = searched.unknownBecause === undefined;
  const broken = brokenInvariant(searched);
  const isToCompare = broken === undefined && searched.unknownBecause !== INTERRUPTED;
  const compared = isToCompare
    ? crossCheck(scope, new WholeWorlds(scope, act, searched.judges, searched.successors), searched, SAMPLE)
    : undefined;
  const found = broken ?? (isWhole ? brokenProperty(searched) : undefined);
  const liveness = isWhole && found === undefined ? await searched.checkLiveness() : undefined;
  const unknownBecause = searched.unknownBecause ?? liveness?.unknownBecause;
  const isViolated = found !== undefined || liveness?.verdict === 'violates';
  return {
    scope: scope.name,
    profile: scope.profile.name,
    verdict: isViolated ? 'violates' : unknownBecause !== undefined ? 'unknown' : 'conforms',
    ...(!isViolated && unknownBecause !== undefined && { unknownBecause }),
    counts: { states: sum(levels), transitions, depth: levels.length - 1, levels },
    queue,
    bytes,
    collisionProbability,
    symmetries,
    invariants: searched.judges.invariants.map(({ id }) => id),
    monitors: scope.monitored && isWhole ? MONITORED.map(({ id }) => id) : [],
    ...(compared !== undefined && { compared }),
    charts: chartReach(coverage),
    choices: choiceReach(coverage),
    // Under symmetries one of several actions stands for all, and which does hangs on the state that was found first.
    ...(symmetries === 1 && {
      actions: actionCoverage(
        scope,
        coverage.map(({ actions }) => actions),
        searched.newStates,
      ),
    }),
    answers: answersOf(searched),
    ...(found !== undefined && { found }),
    ...(liveness !== undefined && { liveness }),
  };
}

/** Each question with a shortest trace to what answers it, if anything does. */
function answersOf({ scope, act, judges, answered, pathTo }: Searched): readonly QuestionAnswer[] {
  return judges.questions.map((question) => {
    const reached = answered.get(question);
    if (reached === undefined) return { name: question.name, told: undefined };
    const path = pathOf(scope, reached, pathTo);
    return { name: question.name, told: new Traces(scope, act, judges).reached(path, reached.action, question) };
  });
}

function pathOf(
  scope: ExploreScope,
  { parent, afterTick }: FoundTransition,
  pathTo: Searched['pathTo'],
): readonly Link[] {
  return afterTick ? [...pathTo(parent), { action: tickOf(scope), result: 0 }] : pathTo(parent);
}

function brokenInvariant({ scope, act, judges, broken, pathTo }: Searched): ShortestViolation | undefined {
  if (broken === undefined) return undefined;
  const { action, id, reason } = broken;
  const told = new Traces(scope, act, judges).broken(pathOf(scope, broken, pathTo), action, broken);
  return { violation: violationOf(judges, id, reason, told.trace.steps.length - 1), ...told };
}

/** Has the monitors of the properties watch the shortest path to each state, nearest states first. */
function brokenProperty({ scope, act, levels, pathTo }: Searched): ShortestViolation | undefined {
  if (!scope.monitored) return undefined;
  const traces = new Traces(scope, act);
  for (let state = 0; state < sum(levels); state++) {
    const told = traces.of(pathTo(state));
    const violation = monitorsAgainst(told.trace, scope.profile);
    if (violation !== undefined) return { violation, ...told };
  }
  return undefined;
}

/**
 * A broken invariant as a violation.
 *
 * @throws RangeError when no property has the id
 */
export function violationOf(
  { invariants }: Pick<Judges, 'invariants'>,
  id: string,
  reason: string,
  stepIndex: number,
): Violation {
  const property = [...invariants, ANSWERED, ENDED].find((known) => known.id === id);
  if (property === undefined) throw new RangeError(`there is no property ${id}`);
  const { title, requirements } = property;
  return { property: id, title, requirements, stepIndex, reason, parts: [], nearest: [] };
}
