/** Why something that should have been a record was none. */
export type Unreadable = 'too long' | 'nested too deep' | 'not JSON' | 'not a record' | 'cut off';

/** Something in a log that should have been a record and was none. */
export class Unread {
  readonly because: Unreadable;
  /** The line in which it begins, counted from 1; undefined where lines are not counted. */
  readonly line: number | undefined;

  constructor(because: Unreadable, line?: number) {
    this.because = because;
    this.line = line;
  }
}
