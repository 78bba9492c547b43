/**
 * How well a claim is founded. `documented`: AWS says so, whether or not somebody also recorded it; `measured`:
 * recorded from real AWS, but not written down by AWS; `implied`: follows from claims of the first two kinds;
 * `folklore`: repeated without evidence; `unknown`: nobody has said or recorded which of several answers is right.
 */
export type Confidence = 'documented' | 'measured' | 'implied' | 'folklore' | 'unknown';

/**
 * `behaviour`: something S3 or KMS does, which a model can follow and a check can notice; `background`: something worth
 * knowing that no step of the model could show.
 */
export type ClaimKind = 'behaviour' | 'background';

/** What a claim is about; one file of this folder each. */
export type Area =
  | 'config'
  | 'put'
  | 'get'
  | 'copy'
  | 'multipart'
  | 'versions'
  | 'replication'
  | 'etag'
  | 'encryption-context'
  | 'requester'
  | 'ttl'
  | 'key-state'
  | 'quota'
  | 'cloudtrail'
  | 'policy'
  | 'update-encryption'
  | 'limits'
  | 'disagreements'
  | 'calls'
  | 'errors'
  | 'open-points'
  | 'scenarios';

/** A claim as the files of this folder write it down. */
export interface Claim {
  /**
   * Stable id. `F-`: a fact; `P`: what headers come to in a bucket; `D-`: sources disagree, and how we read them; `K-`:
   * the KMS calls of an operation; `E-`: an error; `U-`: a point AWS leaves open; `SC-`: what somebody met in practice.
   */
  readonly id: string;
  readonly kind: ClaimKind;
  readonly confidence: Confidence;
  /** Where it comes from: tags such as `UG:bucket-key` or `LS:test`, separated by `; `, the most important first. */
  readonly source: string;
  /** The claim in one or two sentences. */
  readonly text: string;
}

/** A claim about Bucket Keys, as data: what charts, rules and properties cite by id. */
export interface Requirement extends Claim {
  readonly area: Area;
  /** Public page of the first source that has one. */
  readonly url?: string;
}
