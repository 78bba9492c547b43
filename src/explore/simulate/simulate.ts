import { setImmediate } from 'node:timers/promises';
import { isSuccess, perform, type Step, type World } from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { PropertySuite } from '../../../properties/suite.ts';
import { transitionOf } from '../../../properties/transition-of.ts';
import { seedOfRun } from '../../check/seed-of-run.ts';
import { observationOfOutcome } from '../../suts/model-sut.ts';
import { actionCoverage } from '../action-counts.ts';
import { Coverage, chartReach, choiceReach } from '../coverage.ts';
import type { ShortestViolation } from '../exploration.ts';
import { type BrokenInvariant, firstBroken, unanswered } from '../invariants.ts';
import { MONITORED, monitorsAgainst } from '../monitors.ts';
import { stateOf } from '../parts/state-of.ts';
import { SHIPPED } from '../questions/judges.ts';
import type { Question } from '../questions/question.ts';
import { violationOf } from '../report-of.ts';
import type { ExploreScope } from '../scope.ts';
import { StateSet } from '../search/state-set.ts';
import { Successors } from '../search/successors.ts';
import type { ToldTrace } from '../told-trace.ts';
import { BROKEN_DOWN, toldIn } from '../trace-of.ts';
import { isSame } from '../whole-worlds/whole-worlds.ts';
import { randomWalk, type Walked } from './random-walk.ts';
import type { SimulateOptions, Simulation } from './simulation.ts';

/**
 * Walks through a scope at random, on whole worlds, each time from the beginning: for scopes that nobody can see whole.
 * Each transition is held to the invariants, and where the scope is monitored, the monitors watch every walk. The first
 * violation ends it, and is told with the walk that led to it, which need not be the shortest.
 */
export async function simulate(scope: ExploreScope, options: SimulateOptions): Promise<Simulation> {
  const { seed, runs, depth, signal, onProgress } = options;
  const simulator = new Simulator(scope, options);
  for (let run = 0; run < runs && simulator.found === undefined; run++) {
    await setImmediate();
    if (signal?.aborted === true) break;
    simulator.walk(seedOfRun(seed, run), depth);
    onProgress?.({ walks: simulator.walks, steps: simulator.steps, states: simulator.known.size });
  }
  return simulator.report();
}

class Simulator {
  walks = 0;
  steps = 0;
  found: ShortestViolation | undefined;
  /** States that were seen. */
  readonly known: StateSet;
  readonly #scope: ExploreScope;
  readonly #options: SimulateOptions;
  readonly #coverage = new Coverage();
  readonly #successors: Successors;
  readonly #newStates: number[];
  readonly #answered = new Map<Question, ToldTrace>();
  /** The step that the model is about to take. */
  #acting: Omit<Step, 'atMs'> | undefined;

  constructor(scope: ExploreScope, options: SimulateOptions) {
    this.#scope = scope;
    this.#options = options;
    this.#newStates = scope.actions.map(() => 0);
    this.#successors = new Successors(scope, new Coverage(), perform);
    const { initial } = this.#successors;
    this.known = new StateSet(initial.length);
    this.known.add(initial, 0);
  }

  /** Makes a walk, to the violation that it comes across. */
  walk(seed: number, depth: number): void {
    const { setup, profile, monitored } = this.#scope;
    const suite = monitored ? new PropertySuite(MONITORED, setup, profile) : undefined;
    const seen: ObservedStep[] = [];
    const worlds = [this.#successors.world];
    let atMs = this.#successors.world.nowMs;
    let state: readonly number[] = this.#successors.initial;
    this.walks++;
    try {
      for (const walked of randomWalk(this.#scope, this.#successors.world, this.#act, { seed, depth, etags: true })) {
        this.steps++;
        state = this.#noteState(walked, state);
        atMs = walked.after.nowMs;
        if (walked.taken === undefined) continue;
        const { step, result } = walked.taken;
        const one = { step, observation: observationOfOutcome(result.outcome) };
        seen.push(one);
        worlds.push(walked.after);
        const transition = transitionOf(walked.before, step, result);
        const broken = firstBroken(this.#judges.invariants, transition);
        for (const question of this.#judges.questions)
          if (!this.#answered.has(question) && question.isSo(transition))
            this.#answered.set(question, toldIn(this.#scope, [...seen], [...worlds]));
        if (broken === undefined && (suite === undefined || suite.see(one).length === 0)) continue;
        this.#tell(seen, worlds, broken);
        break;
      }
    } catch (error) {
      // Whatever else breaks down is no step of the model.
      if (this.#acting === undefined) throw error;
      seen.push({ step: { ...this.#acting, atMs }, observation: BROKEN_DOWN });
      worlds.push(...worlds.slice(-1));
      this.steps++;
      this.#tell(seen, worlds, unanswered(error));
    }
  }

  report(): Simulation {
    const { name, profile, monitored } = this.#scope;
    const { seed, runs, depth } = this.#options;
    const coverage = this.#coverage.data();
    return {
      scope: name,
      profile: profile.name,
      verdict: this.found === undefined ? 'unknown' : 'violates',
      seed,
      runs,
      depth,
      walks: this.walks,
      steps: this.steps,
      states: this.known.size,
      invariants: this.#judges.invariants.map(({ id }) => id),
      monitors: monitored ? MONITORED.map(({ id }) => id) : [],
      charts: chartReach([coverage]),
      choices: choiceReach([coverage]),
      actions: actionCoverage(this.#scope, [coverage.actions], this.#newStates),
      answers: this.#judges.questions.map((question) => ({
        name: question.name,
        told: this.#answered.get(question),
      })),
      ...(this.found !== undefined && { found: this.found }),
    };
  }

  get #judges() {
    return this.#options.judges ?? SHIPPED;
  }

  /** The model, watched. */
  readonly #act: typeof perform = (draft, step, chooser) => {
    const act = this.#options.act ?? perform;
    this.#acting = step;
    const outcome = this.#coverage.watchCharts(() => act(draft, step, this.#coverage.watchChoices(chooser)));
    this.#acting = undefined;
    return outcome;
  };

  /** Counts what a step has led to, and answers the state after it. */
  #noteState({ place, taken, after }: Walked, before: readonly number[]): readonly number[] {
    const state = stateOf(this.#successors.layout, after);
    const isNew = this.known.add(state, 0);
    if (taken === undefined) return state;
    const isServed = isSuccess(taken.result.outcome.status);
    const counts = { served: isServed ? 1 : 0, refused: isServed ? 0 : 1, unchanged: isSame(before, state) ? 1 : 0 };
    this.#coverage.actions.add(place, counts, 1);
    if (isNew) this.#newStates[place] = (this.#newStates[place] as number) + 1;
    return state;
  }

  /** Tells what the last step breaks: an invariant, or else what the monitors say. */
  #tell(steps: readonly ObservedStep[], worlds: readonly World[], broken?: BrokenInvariant): void {
    const told = toldIn(this.#scope, steps, worlds);
    const violation =
      broken === undefined
        ? monitorsAgainst(told.trace, this.#scope.profile)
        : violationOf(this.#judges, broken.id, broken.reason, steps.length - 1);
    if (violation !== undefined) this.found = { violation, ...told };
  }
}
