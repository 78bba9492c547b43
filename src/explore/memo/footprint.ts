/** The parts of a state that were read, in the order in which they were first read. */
export class Footprint {
  readonly places: number[] = [];
  readonly #isRead: boolean[];

  /** @param size - parts of a state */
  constructor(size: number) {
    this.#isRead = new Array<boolean>(size).fill(false);
  }

  /** Notes that a part is read. */
  note(place: number): void {
    if (this.#isRead[place] === true) return;
    this.#isRead[place] = true;
    this.places.push(place);
  }
}
