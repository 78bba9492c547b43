/** What is wrong with the signature of a request, or with its absence. */
export type SignatureProblem =
  | 'incomplete'
  | 'malformed'
  | 'region'
  | 'service'
  | 'unknown key'
  | 'token'
  | 'skewed'
  | 'expired'
  | 'unsigned header'
  | 'mismatch'
  | 'version';

/** The signature of a request does not hold; how that is answered is the protocol's business. */
export class SignatureError extends Error {
  readonly problem: SignatureProblem;

  constructor(problem: SignatureProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
