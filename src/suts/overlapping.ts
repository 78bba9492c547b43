import { setImmediate as untilNobodyGoesOn } from 'node:timers/promises';
import { EVENT_NAMES, type Observation, type Profile, type Step } from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts, referenceOf } from '../reference/index.ts';
import { EMBEDDED_OPTIONS } from './embedded.ts';
import { type InProcessSession, KNOWS_HEADERS, type Sut } from './sut.ts';

/**
 * A point at which one of two requests goes on, by its place. `begin`: it is authorised and looks up settings, until it
 * asks KMS, or to its end. `call`: KMS carries out its call. `arrival`: it has the answer of KMS, and goes on as from
 * its beginning: to the next call, or stores and is answered. `end`: it has been answered.
 */
export interface Point {
  readonly request: 0 | 1;
  readonly at: 'begin' | 'call' | 'arrival' | 'end';
  /** The turn in which that was, from 0. A request that waits for the call of the other ends in a turn of that one. */
  readonly turn: number;
}

/** What two requests that overlapped came to. */
export interface Raced {
  readonly observations: readonly [Observation, Observation];
  /** In what order they went on. */
  readonly points: readonly Point[];
}

/** Whose turn it is: a place among those that wait, the longest first. */
export type ChooseTurn = (waiting: readonly Pick<Point, 'request' | 'at'>[]) => number;

/** A session that can begin a step before the one before has ended. */
export interface OverlappingSession extends InProcessSession {
  /**
   * Begins both steps, which then take turns wherever they ask KMS. To begin is a turn as well; a step is told which
   * one.
   */
  applyTogether(begin: (request: 0 | 1, turn: number) => Step, choose: ChooseTurn): Promise<Raced>;
}

/** A system under test whose requests can overlap. */
export interface OverlappingSut extends Sut {
  readonly overlaps: true;
  start(...start: Parameters<Sut['start']>): Promise<OverlappingSession>;
}

/** Turns by the bits of a number: equal ones do the same. */
export function turnsBy(bits: number): ChooseTurn {
  let left = bits;
  return ({ length }) => {
    const chosen = left % length;
    left >>>= 1;
    return chosen;
  };
}

/** Where requests of {@link overlappingFor} take turns. */
export interface Waits {
  /** Whether they do so between what KMS does and its answer, too. */
  readonly untilArrival?: boolean;
}

/** The reference under the options of a profile, its requests under the control of whoever begins them. */
export function overlappingFor(
  { base }: Pick<Profile, 'base'>,
  parts: ReferenceParts = REFERENCE_PARTS,
  { untilArrival = false }: Waits = {},
): OverlappingSut {
  return {
    overlaps: true,
    name: 'embedded reference, two requests at a time',
    supports: EVENT_NAMES,
    // Which of two that overlap has used up a quota their answers need not say.
    capabilities: { ...KNOWS_HEADERS, kmsQuotas: false },
    start: async (setup, seed) => {
      const turns = new Turns();
      const own: Partial<ReferenceOptions> = {
        untilKmsAnswers: (asking) => turns.waitForKms(asking, 'call'),
        ...(untilArrival && { untilAnswerArrives: (asking) => turns.waitForKms(asking, 'arrival') }),
      };
      const reference = referenceOf(parts, setup, { ...EMBEDDED_OPTIONS.get(base), ...own, seed });
      return {
        apply: (step) => reference.apply(step),
        applyTogether: (begin, choose) => turns.take((request, turn) => reference.apply(begin(request, turn)), choose),
        stop: async () => {},
      };
    },
  };
}

/** Whether a system's requests can overlap. */
export function isOverlapping(sut: Sut): sut is OverlappingSut {
  return 'overlaps' in sut;
}

interface Waiting extends Pick<Point, 'request' | 'at'> {
  readonly goOn: () => void;
}

/** Has two requests take turns; whoever does not take part in that waits for nothing. */
class Turns {
  readonly #waiting: Waiting[] = [];
  /** What the reference calls the two, from when they first ask KMS on. */
  readonly #asking: (object | undefined)[] = [];
  #isTaken = false;
  #turn = 0;
  #current: 0 | 1 = 0;

  /** Has a request wait for a turn where it waits for KMS. */
  waitForKms(asking: object, at: Point['at']): Promise<void> {
    return this.#isTaken ? this.#wait(this.#requestOf(asking), at) : Promise.resolve();
  }

  async take(apply: (request: 0 | 1, turn: number) => Promise<Observation>, choose: ChooseTurn): Promise<Raced> {
    this.#isTaken = true;
    this.#asking.length = 0;
    this.#turn = -1;
    const points: Point[] = [];
    const begin = async (request: 0 | 1): Promise<Observation> => {
      await this.#wait(request, 'begin');
      const observation = await apply(request, this.#turn);
      points.push({ request, at: 'end', turn: this.#turn });
      return observation;
    };
    const begun = Promise.all([begin(0), begin(1)]);
    let haveEnded = false;
    const over = () => {
      haveEnded = true;
    };
    begun.then(over, over);
    for (await untilNobodyGoesOn(); !haveEnded; await untilNobodyGoesOn()) {
      const [next] = this.#waiting.splice(choose(this.#waiting), 1);
      if (next === undefined) throw new Error('two requests wait for each other');
      const { request, at, goOn } = next;
      this.#turn += 1;
      this.#current = request;
      points.push({ request, at, turn: this.#turn });
      goOn();
    }
    this.#isTaken = false;
    return { observations: await begun, points };
  }

  #wait(request: 0 | 1, at: Point['at']): Promise<void> {
    return new Promise((goOn) => this.#waiting.push({ request, at, goOn }));
  }

  /** Who asks KMS for the first time has just begun, or has waited for a call of the other until now. */
  #requestOf(asking: object): 0 | 1 {
    const known = this.#asking.indexOf(asking);
    if (known !== -1) return known === 0 ? 0 : 1;
    const request = this.#asking[this.#current] === undefined ? this.#current : this.#current === 0 ? 1 : 0;
    this.#asking[request] = asking;
    return request;
  }
}
