/** Most names of one kind: requesters, or buckets with their KMS keys. */
export const MAX_NAMES = 65_536;
/** Longest name, in characters. S3 has at most 1,024 bytes for a key, and IAM less for a requester. */
export const MAX_NAME_CHARACTERS = 2_048;
/** Most objects of which is remembered under which bucket key they lie; the oldest are forgotten first. */
export const MAX_OBJECTS = 250_000;
/** Most kinds of requests that are counted and not predicted. */
export const MAX_OTHER_OPERATIONS = 200;
/** Longest row of a workload, in bytes. */
export const MAX_ROW_BYTES = 64 * 1024;
