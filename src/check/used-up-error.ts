/** What a signal is given for that ends a check since a budget is used up, rather than because somebody wants it. */
export class UsedUpError extends Error {
  /** @param what - such as `the 500 requests of --max-requests` */
  constructor(what: string) {
    super(`${what} were used up`);
    this.name = 'UsedUpError';
  }
}
