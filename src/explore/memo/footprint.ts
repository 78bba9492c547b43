import type { Aspect, Questions } from './questions.ts';

/** What was asked of a state, in the order in which it was first asked. */
export class Footprint {
  /** Numbers of the questions. */
  readonly asked: number[] = [];
  readonly #known = new Set<number>();
  readonly #questions: Questions;

  constructor(questions: Questions) {
    this.#questions = questions;
  }

  /** Notes that the value of a part is looked at. */
  value(place: number): void {
    this.#note(this.#questions.value(place));
  }

  /** Notes that one record of bucket keys is looked at. */
  record(place: number, aspect: Aspect, index: number): void {
    this.#note(this.#questions.record(place, aspect, index));
  }

  #note(question: number): void {
    if (this.#known.has(question)) return;
    this.#known.add(question);
    this.asked.push(question);
  }
}
