/** Longest record that is looked at, in bytes; CloudTrail's own have 1 MiB at the most. Longer ones are counted. */
export const MAX_RECORD_BYTES = 1024 * 1024;
/** Deepest nesting of arrays and objects in a record. */
export const MAX_RECORD_DEPTH = 64;
/** Most bytes of one file, unpacked. */
export const MAX_LOG_BYTES = 64 * 1024 ** 3;
/** Most files of a folder and its folders, and how deep they may lie. */
export const MAX_LOG_FILES = 1_000_000;
export const MAX_FOLDER_DEPTH = 32;
/** Longest name of a principal, bucket, object or key that is taken from a record, in characters. */
export const MAX_NAME_CHARACTERS = 4_096;

/** How many records back a duplicate is recognised at least; twice as many at the most. */
export const DUPLICATE_WINDOW_RECORDS = 100_000;
/** How late a record may be to be put in order, in milliseconds: files of CloudTrail overlap by some minutes. */
export const ORDER_WINDOW_MS = 15 * 60_000;
/** Most records that are held back for that. */
export const MAX_HELD_BACK = 50_000;
/** How far the times of a request and of the KMS calls made for it may be apart, in milliseconds. */
export const JOIN_WINDOW_MS = 3_000;
