/** Longest record that is looked at, in bytes; CloudTrail's own have 1 MiB at the most. Longer ones are counted. */
export const MAX_RECORD_BYTES = 1024 * 1024;
/** Deepest nesting of arrays and objects in a record. */
export const MAX_RECORD_DEPTH = 64;
/** Most bytes of one file, unpacked. */
export const MAX_LOG_BYTES = 64 * 1024 ** 3;
/** Most files of a folder and its folders, and how deep they may lie. */
export const MAX_LOG_FILES = 1_000_000;
export const MAX_FOLDER_DEPTH = 32;
/** Longest text that is taken from a record, in characters: an ARN of an object has less than 1,200 bytes. */
export const MAX_TEXT_CHARACTERS = 4_096;
/** Longest id and name of a caller; CloudTrail's own ids have 36 characters. */
export const MAX_ID_CHARACTERS = 512;
/** Most characters of an encryption context, in all its names and values: KMS takes 8 KiB. */
export const MAX_CONTEXT_CHARACTERS = 16_384;

/** How many records back a duplicate is recognised at least; four times as many at the most. */
export const DUPLICATE_WINDOW_RECORDS = 100_000;
/** How late a record may be to be put in order, in milliseconds: files of CloudTrail overlap by some minutes. */
export const ORDER_WINDOW_MS = 15 * 60_000;
/** Most records that are held back for that, and most characters in them. */
export const MAX_HELD_BACK = 50_000;
export const MAX_HELD_BACK_CHARACTERS = 64 * 1024 * 1024;
/** How far the times of a request and of the KMS calls made for it may be apart, in milliseconds. */
export const JOIN_WINDOW_MS = 3_000;
/** Most requests and calls that wait to be joined. */
export const MAX_UNJOINED = 20_000;
