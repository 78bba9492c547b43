/** The command line, or a file it names, is wrong; the message is for the user and names what is. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
