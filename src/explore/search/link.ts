/** How a state was first reached from the state before. */
export interface Link {
  /** Place of the action among what can happen in the scope. */
  readonly action: number;
  /** Place of the result among those of the action. */
  readonly result: number;
}
