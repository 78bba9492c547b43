/**
 * What an exploration says and what the model does on whole worlds are two things: the states that are kept leave out
 * something that the model looks at. Then no verdict can be trusted, not even `violates`.
 */
export class MismatchError extends Error {
  constructor(scope: string, told: readonly string[], problem: string) {
    const before = told.length === 0 ? 'at the beginning' : `after ${told.join('; ')}`;
    super(
      `the explored states of the scope ${scope} are not the worlds of the model: ${before}, ${problem}. ` +
        'This is a fault of the explorer, or of a model that looks at what is over; no verdict is given',
    );
    this.name = 'MismatchError';
  }
}
