/** KMS refuses a call; the code is the exception of its API. */
export class KmsException extends Error {
  readonly code: string;

  constructor(code: string, message: string = code) {
    super(message);
    this.code = code;
  }

  /** HTTP status of the answer. */
  get status(): number {
    if (this.code === 'KMSInternalException') return 500;
    return this.code === 'UnknownOperationException' ? 501 : 400;
  }
}

/** An argument is not as it should be. */
export function invalid(what: string): KmsException {
  return new KmsException('ValidationException', what);
}
