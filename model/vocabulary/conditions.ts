/**
 * What has to be so for a request to be carried out: of the object that it reads (F-181, F-182), or of the one that it
 * writes (F-36).
 */
export interface Conditions {
  /**
   * `If-Match`: an ETag without its quotes; `*` for whatever there is; or {@link CURRENT_ETAG}, so that a step can name
   * an ETag before S3 has given it.
   */
  readonly ifMatch?: string;
  /** `If-None-Match`: the same. Writes know `*` alone. */
  readonly ifNoneMatch?: string;
}

/** In place of an ETag: the one that the object has. Whoever drives a system puts in its place what that has shown. */
export const CURRENT_ETAG = '#current';
