import { initialWorld, isSuccess, type perform, type World } from '../../../model/index.ts';
import type { ActionCounts } from '../action-counts.ts';
import type { Coverage } from '../coverage.ts';
import { ActionRunner, type Answer, type Broken, NONE } from '../memo/action-runner.ts';
import type { Edit, Effect, Write } from '../memo/effect.ts';
import { Lookup } from '../memo/lookup.ts';
import { Memo, UNKNOWN } from '../memo/memo.ts';
import { Reads } from '../memo/reads.ts';
import { Layout } from '../parts/layout.ts';
import { stateOf } from '../parts/state-of.ts';
import { type Judges, SHIPPED } from '../questions/judges.ts';
import type { Question } from '../questions/question.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import type { Link } from './link.ts';
import type { States } from './states.ts';

/** The change that is the tick. */
export const TICK = 0;

/** What becomes of one part, whatever value it has. */
export interface PartLookup {
  readonly place: number;
  readonly lookup: Lookup;
}

/** One thing that can be done to a state. */
export interface Change extends Link {
  readonly number: number;
  readonly lookups: readonly PartLookup[];
  readonly writes: readonly Write[];
  /** How many results of the action it is, where it is found anew. */
  readonly results: number;
}

/** An answer that some result gives, and the change that comes with it. */
export interface AnswerAndChange {
  /** The number of the answer among {@link Successors.answers}. */
  readonly answer: number;
  /** Number of the change, or {@link NONE}. */
  readonly change: number;
}

/** What an action can do to all states in which its read set finds the same. */
export interface Consequences {
  readonly number: number;
  /** Place of the action. */
  readonly action: number;
  /** Numbers of what decides about them. */
  readonly readSet: readonly number[];
  /** Results in all, those that change nothing and those that come to the same included. */
  readonly results: number;
  /** What the results are; of those with a change that edits bucket keys it hangs on the state whether it is one. */
  readonly counts: ActionCounts;
  /** Changes that differ. */
  readonly changes: readonly Change[];
  /** Place of the first result without any effect, or {@link NONE}. */
  readonly unchanged: number;
  /** What is answered with each change; those that differ. */
  readonly answered: readonly AnswerAndChange[];
  /** What breaks an invariant; then there may be more results than were looked at. */
  readonly broken: Broken | undefined;
}

/** A result that breaks an invariant. */
export interface BrokenResult extends Broken {
  readonly action: number;
}

/**
 * Everything that can follow on a state. The model carries out an action once for each read set and what is found in
 * it; from then on what it did is looked up.
 */
export class Successors {
  readonly layout: Layout;
  readonly reads: Reads;
  /** The world an exploration begins with, and its state. */
  readonly world: World;
  readonly initial: readonly number[];
  /** By number. */
  readonly changes: Change[] = [];
  /** Outcomes that some result had, as JSON, in the order of discovery. */
  readonly answers: string[] = [];
  /** Questions that a transition has answered since they were last taken away, each with the action. */
  reached: { readonly question: Question; readonly action: number }[] = [];
  /** The result that breaks an invariant, once one was found. */
  broken: BrokenResult | undefined;
  readonly #scope: ExploreScope;
  readonly #coverage: Coverage;
  readonly #runner: ActionRunner;
  /** Of each action the number of its consequences. */
  readonly #memo: Memo;
  readonly #consequences: Consequences[] = [];
  readonly #answerNumbers = new Map<string, number>();
  /** By place and edit. */
  readonly #lookups = new Map<string, PartLookup>();

  /** @param act - the model, or a wrapper that watches or spoils what it does */
  constructor(scope: ExploreScope, coverage: Coverage, act: typeof perform, judges: Judges = SHIPPED) {
    const world = initialWorld(scope.setup, scope.profile);
    this.world = world;
    this.layout = new Layout(scope, world);
    this.reads = new Reads(this.layout);
    this.initial = stateOf(this.layout, world);
    this.#scope = scope;
    this.#coverage = coverage;
    this.#runner = new ActionRunner(world.scope, this.layout, this.reads, coverage, act, judges);
    this.#memo = new Memo(scope.actions.length, this.reads);
    const lookups = this.initial.map((_, place) => ({ place, lookup: this.#lookupOfTick(place) }));
    this.changes.push({ number: TICK, action: tickOf(scope), result: 0, lookups, writes: [], results: 1 });
  }

  /** Consequences by number. */
  consequences(number: number): Consequences {
    return this.#consequences[number] as Consequences;
  }

  /** What an action can do to the state that begins at `at`; see {@link broken} afterwards. */
  of(action: number, states: ArrayLike<number>, at: number): Consequences {
    const known = this.#memo.find(action, states, at);
    return this.#consequences[known === UNKNOWN ? this.#learn(action, states, at) : known] as Consequences;
  }

  /** Makes a state of the one before: `rows` has a copy of that, which begins at `at`. */
  apply(change: number, rows: States, at: number): void {
    const { lookups, writes } = this.change(change);
    for (const { place, lookup } of lookups) rows.set(at + place, lookup.next(rows.items[at + place] as number));
    for (const { place, value } of writes) rows.set(at + place, value);
  }

  /** @throws RangeError when there is no such change */
  change(number: number): Change {
    const change = this.changes[number];
    if (change === undefined) throw new RangeError(`there is no change ${number}`);
    return change;
  }

  /** The change that a link is in the state that begins at `at`; undefined where it leads nowhere. */
  changeTo({ action, result }: Link, states: ArrayLike<number>, at: number): Change | undefined {
    if (action === tickOf(this.#scope)) return result === 0 ? this.changes[TICK] : undefined;
    if (this.#scope.actions[action] === undefined) return undefined;
    return this.of(action, states, at).changes.find((change) => change.result === result);
  }

  /**
   * Place, among the results of an action, of the first that leaves the state that begins at `at` as it is, or
   * {@link NONE}. A search has no use for it; a run that never ends may be made of it, such as one attempt to replicate
   * after the other.
   */
  idleResult(action: number, states: ArrayLike<number>, at: number): number {
    const { changes, unchanged } = this.of(action, states, at);
    const isIdle = ({ lookups, writes }: Change) =>
      writes.length === 0 &&
      lookups.every(({ place, lookup }) => lookup.next(states[at + place] as number) === states[at + place]);
    const idle = changes.find(isIdle)?.result ?? NONE;
    return idle === NONE || (unchanged !== NONE && unchanged < idle) ? unchanged : idle;
  }

  #learn(place: number, states: ArrayLike<number>, at: number): number {
    const action = this.#scope.actions[place];
    if (action === undefined) throw new RangeError(`the scope ${this.#scope.name} has no action ${place}`);
    const state = Array.from({ length: this.layout.size }, (_, part) => states[at + part] ?? 0);
    const {
      readSet,
      results,
      effects,
      unchanged,
      answers,
      broken,
      answered: questions,
    } = this.#runner.run(action, state);
    for (const question of questions) this.reached.push({ question, action: place });
    if (broken !== undefined) this.broken = { ...broken, action: place };
    const changes = effects.map(({ effect, result }, number) =>
      this.#changeOf({ action: place, result }, effect, answers.filter((answer) => answer.effect === number).length),
    );
    const answered = this.#distinct(answers, changes);
    const number = this.#consequences.length;
    const counts = countsOf(answers);
    this.#consequences.push({ number, action: place, readSet, results, counts, changes, unchanged, answered, broken });
    this.#memo.remember(place, readSet, states, at, number);
    return number;
  }

  /** Answers with their changes, each once. */
  #distinct(answers: readonly Answer[], changes: readonly Change[]): readonly AnswerAndChange[] {
    const distinct = new Map<string, AnswerAndChange>();
    for (const { outcome, effect } of answers) {
      const change = changes[effect]?.number ?? NONE;
      const answer = this.#answerNumber(JSON.stringify(outcome));
      distinct.set(`${answer} ${change}`, { answer, change });
    }
    return [...distinct.values()];
  }

  #answerNumber(text: string): number {
    const known = this.#answerNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.answers.push(text) - 1;
    this.#answerNumbers.set(text, number);
    return number;
  }

  #changeOf(link: Link, { writes, edits }: Effect, results: number): Change {
    const lookups = edits.map((edit) => this.#lookupOf(edit));
    const change = { number: this.changes.length, ...link, lookups, writes, results };
    this.changes.push(change);
    return change;
  }

  /** What an edit makes of bucket keys. */
  #lookupOf({ place, edit }: Edit): PartLookup {
    const name = JSON.stringify([place, edit]);
    let known = this.#lookups.get(name);
    if (known === undefined) {
      const { part } = this.layout.bucketKeysAt(place);
      const lookup = new Lookup((value) => this.#coverage.watchCharts(() => part.edited(value, edit)));
      known = { place, lookup };
      this.#lookups.set(name, known);
    }
    return known;
  }

  /** What a tick makes of a part: all its times are later. */
  #lookupOfTick(place: number): Lookup {
    const part = this.layout.part(place);
    return new Lookup((value) =>
      this.#coverage.watchCharts(() => part.encode(part.moved(part.values.record(value), -this.#scope.tickMs))),
    );
  }
}

function countsOf(answers: readonly Answer[]): ActionCounts {
  const served = answers.filter(({ outcome }) => isSuccess(outcome.status)).length;
  const unchanged = answers.filter(({ effect }) => effect === NONE).length;
  return { served, refused: answers.length - served, unchanged };
}
