/** Largest trace file that is read whole, in bytes; of a compressed one, both before and after it is unpacked. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** Longest line of a trace, in bytes. */
export const MAX_LINE_BYTES = 1024 * 1024;
/** Most steps of a trace that is read whole. */
export const MAX_STEPS = 1_000_000;
/** Largest trace that is read as a stream, in bytes after it is unpacked. */
export const MAX_STREAMED_BYTES = 64 * 1024 ** 3;
/** Most steps of a trace that is read as a stream. */
export const MAX_STREAMED_STEPS = 20_000_000;
/** Deepest nesting of arrays and objects in a line. The format needs 6, but for raw parts. */
export const MAX_DEPTH = 16;

/** Largest trace in the Informal Trace Format, in bytes after it is unpacked: all of it is parsed at once. */
export const MAX_ITF_BYTES = 16 * 1024 * 1024;
/** Deepest nesting in one: maps, sets and tuples are objects around lists there. */
export const MAX_ITF_DEPTH = 64;

/** Longest name of anything in a trace, in characters: an object key has 1,024 bytes at the most. */
export const MAX_NAME_CHARACTERS = 16_000;

/** Most characters of the raw part of an observation, in all its names and values. */
export const MAX_RAW_CHARACTERS = 16_384;

/** Longest time by which steps may be out of order, in milliseconds. */
export const MAX_REORDER_MS = 3_600_000;
/** Most steps that are held back to be put in order, and most characters of their lines. */
export const MAX_REORDERED_STEPS = 100_000;
export const MAX_REORDERED_CHARACTERS = 64 * 1024 * 1024;

/** How much of a trace is read before it is refused. */
export interface TraceBounds {
  /** Bytes, unpacked. */
  readonly bytes: number;
  readonly steps: number;
}

/** Bounds of a trace that is kept in memory. */
export const WHOLE_BOUNDS: TraceBounds = { bytes: MAX_FILE_BYTES, steps: MAX_STEPS };
/** Bounds of a trace of which only the step at hand is kept. */
export const STREAM_BOUNDS: TraceBounds = { bytes: MAX_STREAMED_BYTES, steps: MAX_STREAMED_STEPS };

/** Largest seed: seeds are whole numbers of 32 bits. */
export const MAX_SEED = 0xffff_ffff;
