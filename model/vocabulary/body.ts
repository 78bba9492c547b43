/** The content of an object. The model and the properties tell contents apart by their MD5 alone. */
export interface Body {
  /** The content itself, as UTF-8 text. */
  readonly text: string;
  /** Lower-case hex MD5 of the UTF-8 bytes of `text`: what an ETag shows where it is an MD5 (F-80). */
  readonly md5: string;
}
