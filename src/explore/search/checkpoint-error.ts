/** A checkpoint does not belong to the exploration that is to go on from it; the message says in what. */
export class CheckpointError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CheckpointError';
  }
}
