/** Largest trace file that is read, in bytes. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** Longest line of a trace, in bytes. */
export const MAX_LINE_BYTES = 1024 * 1024;
/** Most steps of a trace. */
export const MAX_STEPS = 1_000_000;
/** Deepest nesting of arrays and objects in a line. The format itself needs 6. */
export const MAX_DEPTH = 16;
