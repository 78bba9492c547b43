/** Principal that stands for the root user of an account: who may replace a bucket policy whatever it says (F-184). */
export const ROOT_USER = 'root';

/**
 * Who sends a request. Which requesters share a bucket key is a rule of the model (`requesterMode` of a profile):
 * the role with its scoping policy today (F-95), each session until 2023 (F-96).
 */
export interface Requester {
  /** Name the trace uses for it. */
  readonly name: string;
  /** AWS account, 12 digits. */
  readonly account: string;
  /** Name of the IAM role, or {@link ROOT_USER}. */
  readonly principal: string;
  /** Session name of the assumed role. */
  readonly session: string;
  /**
   * Name of the scoping (session) policy the session was opened with; two different names mean two different policies.
   */
  readonly scopingPolicy?: string;
  /**
   * An AWS service that asks in its own name, by what policies call it, such as `cloudfront.amazonaws.com` (K-28,
   * SC-37): it is of no account, and account, principal and session are not looked at. Omitted = a role asks.
   */
  readonly servicePrincipal?: string;
  /** ARN of what the service asks for, such as a distribution. */
  readonly sourceArn?: string;
  /**
   * How its requests are signed: `v2` in the old way, `none` by nobody, so that account, principal and session are not
   * looked at (F-34, F-101). Omitted = Signature Version 4.
   */
  readonly signature?: 'v2' | 'none';
}
