/** The content of an object. The model and the properties tell contents apart by their MD5 alone. */
export interface Body {
  /** The content itself, as UTF-8 text; omitted where nobody wrote it down: it can be judged, and not written again. */
  readonly text?: string;
  /** Lower-case hex MD5 of the content: what an ETag shows where it is an MD5 (F-80). */
  readonly md5: string;
  /** Its length in bytes, for people. */
  readonly size?: number;
}
