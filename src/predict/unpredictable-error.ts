/** A workload of which nothing can be predicted, and why. */
export class UnpredictableError extends Error {}
