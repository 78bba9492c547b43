/** Where the trace of a violation was kept, and the command that replays it. */
export interface ReplayFile {
  /** Path of the file, relative to the working folder where that is shorter. */
  readonly file: string;
  /** Command line, ready to be pasted into a POSIX shell. */
  readonly command: string;
}
