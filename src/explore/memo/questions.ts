import type { BucketKeys } from '../parts/bucket-keys.ts';
import type { Layout } from '../parts/layout.ts';

/** A list of records in bucket keys that can be asked for one by one. */
export type Aspect = keyof Pick<BucketKeys, 'families' | 'holdings' | 'bucketKeys' | 'references'>;

/** Not worked out yet. */
const UNKNOWN = -1;

/**
 * What can be asked of a state: the whole value of a part, or a single record of bucket keys, which have far more
 * values than any of their records. Questions are numbered, and so are their answers; equal answers have equal numbers.
 */
export class Questions {
  readonly #layout: Layout;
  readonly #numbers = new Map<string, number>();
  #places = new Int32Array(0);
  /** By question: the answer for each value; undefined where the value is the answer. */
  readonly #answers: (Int32Array | undefined)[] = [];
  readonly #workOut: ((value: number) => number)[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** The place of the part a question is about. */
  place(question: number): number {
    return this.#places[question] as number;
  }

  /** The answer to a question where the part has a value. */
  answer(question: number, value: number): number {
    const answers = this.#answers[question];
    if (answers === undefined) return value;
    const known = value < answers.length ? (answers[value] as number) : UNKNOWN;
    return known === UNKNOWN ? this.#answer(question, value) : known;
  }

  /** Number of the question for the value of a part. */
  value(place: number): number {
    return this.#numbers.get(`${place}`) ?? this.#add(`${place}`, place, undefined, (value) => value);
  }

  /** Number of the question for one record of the bucket keys at a place. */
  record(place: number, aspect: Aspect, index: number): number {
    const name = `${place} ${aspect} ${index}`;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const keys = this.#layout.bucketKeysAt(place);
    if (keys === undefined) throw new RangeError(`there are no bucket keys at ${place}`);
    const answers = new Map<string, number>();
    return this.#add(name, place, new Int32Array(64).fill(UNKNOWN), (value) => {
      const text = JSON.stringify(keys.part.values.record(value)[aspect][index]) ?? '';
      const answer = answers.get(text) ?? answers.size;
      answers.set(text, answer);
      return answer;
    });
  }

  #add(name: string, place: number, answers: Int32Array | undefined, workOut: (value: number) => number): number {
    const question = this.#places.length;
    this.#places = Int32Array.of(...this.#places, place);
    this.#numbers.set(name, question);
    this.#answers.push(answers);
    this.#workOut.push(workOut);
    return question;
  }

  #answer(question: number, value: number): number {
    let answers = this.#answers[question] as Int32Array;
    if (value >= answers.length) {
      const wider = new Int32Array(Math.max(value + 1, 2 * answers.length)).fill(UNKNOWN);
      wider.set(answers);
      this.#answers[question] = wider;
      answers = wider;
    }
    const answer = this.#workOut[question]?.(value) ?? value;
    answers[value] = answer;
    return answer;
  }
}
