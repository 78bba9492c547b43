import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { sum } from '../../explore/sum.ts';
import { fileErrorText } from '../../files/file-error.ts';
import { issueText } from '../../trace/issue-text.ts';
import { parseJsonLine } from '../../trace/json-line.ts';
import { printable } from '../../trace/printable.ts';
import { firstFindings } from '../../trace/schema/first-findings.ts';
import { UsageError } from '../usage-error.ts';
import { packageVersion } from '../version.ts';
import { CHECKPOINT_FORMAT, type CheckpointFile, DIGEST_BYTES } from './checkpoint-file.ts';
import { checkpointHeaderSchema, type HeaderJson } from './checkpoint-schema.ts';

/** Longest first line that is read, in bytes. */
const MOST_HEADER_BYTES = 4 * 1024 * 1024;
/** What is read at a time, in bytes. */
const BYTES_AT_A_TIME = 1024 * 1024;
const DAMAGED = 'damaged: its contents are not those that were written';
/** Longest problem that is told, in characters: it may quote the file. */
const LONGEST_PROBLEM = 300;
const NEWLINE = 0x0a;

/**
 * Reads a checkpoint file; `name` stands for it in errors. The file is input nobody vouches for: nothing is taken from
 * it but what its size allows for, and what it says of states is checked again when they are made anew.
 *
 * @throws UsageError
 */
export async function readCheckpointFile(path: string, name: string): Promise<CheckpointFile> {
  try {
    // Whoever opens what is no regular file may wait for ever.
    if (!(await stat(path)).isFile()) throw new UsageError('is not a regular file');
    const file = await open(path);
    try {
      return await readCheckpoint(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UsageError(
      `${printable(name)}: ` +
        `${printable(error instanceof UsageError ? error.message : fileErrorText(error), LONGEST_PROBLEM)}`,
    );
  }
}

async function readCheckpoint(file: FileHandle): Promise<CheckpointFile> {
  const { size } = await file.stat();
  const line = await firstLine(file, size);
  const {
    bucketkeyCheckpoint: _,
    version,
    scope,
    scopeDigest,
    exact,
    symmetry,
    ...header
  } = headerOf(line.toString('utf8'));
  const states = sum(header.levels);
  const begin = line.length + 1;
  const expected = begin + states * (Uint32Array.BYTES_PER_ELEMENT + Uint16Array.BYTES_PER_ELEMENT) + DIGEST_BYTES;
  if (size !== expected)
    throw new UsageError(`cut short or not a whole checkpoint: ${size} bytes instead of ${expected}`);
  await refuseDamaged(file, size);
  const hash = createHash('sha256').update(line).update('\n');
  const parents = new Uint32Array(states);
  const events = new Uint16Array(states);
  await fill(file, begin, parents, hash);
  await fill(file, begin + parents.byteLength, events, hash);
  const digest = new Uint8Array(DIGEST_BYTES);
  await fill(file, size - DIGEST_BYTES, digest);
  if (!hash.digest().equals(digest)) throw new UsageError(DAMAGED);
  const pairs = header.pairs.map(([action, result]) => ({ action, result }));
  if (!events.every((event) => event < pairs.length)) throw new UsageError('a state was reached by what is not there');
  const { levels, transitions, coverage, print } = header;
  const head = { version, scope, scopeDigest, exact, symmetry };
  return {
    head,
    checkpoint: { levels, transitions, coverage, print, links: { parents: [parents], events: [events], pairs } },
  };
}

/** The first line, without its end. */
async function firstLine(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(size, MOST_HEADER_BYTES));
  await fill(file, 0, bytes);
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) throw new UsageError('not a checkpoint of bucketkey explore: it has no first line');
  return bytes.subarray(0, end);
}

/** Refuses what was not written so before there is room made for it: a hole in a file is as large as anybody likes. */
async function refuseDamaged(file: FileHandle, size: number): Promise<void> {
  const hash = createHash('sha256');
  const bytes = new Uint8Array(Math.min(size, BYTES_AT_A_TIME));
  for (let at = 0; at < size - DIGEST_BYTES; at += bytes.length) {
    await fill(file, at, bytes.subarray(0, Math.min(bytes.length, size - DIGEST_BYTES - at)), hash);
  }
  const digest = new Uint8Array(DIGEST_BYTES);
  await fill(file, size - DIGEST_BYTES, digest);
  if (!hash.digest().equals(digest)) throw new UsageError(DAMAGED);
}

function headerOf(text: string): HeaderJson {
  const parsed = parseJsonLine(text);
  if ('problem' in parsed) throw new UsageError(`not a checkpoint of bucketkey explore: ${parsed.problem}`);
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !('bucketkeyCheckpoint' in value)) {
    throw new UsageError('not a checkpoint of bucketkey explore: there is no field "bucketkeyCheckpoint"');
  }
  if (value.bucketkeyCheckpoint !== CHECKPOINT_FORMAT) {
    const format = JSON.stringify(value.bucketkeyCheckpoint);
    throw new UsageError(
      `format version ${format} is not supported; this bucketkey reads version ${CHECKPOINT_FORMAT}`,
    );
  }
  const version = 'version' in value ? value.version : undefined;
  if (version !== packageVersion()) {
    throw new UsageError(
      `version: written by bucketkey ${JSON.stringify(version)}; this is ${packageVersion()}, which may have other ` +
        'rules',
    );
  }
  const result = firstFindings(checkpointHeaderSchema, value);
  if (!result.success) throw new UsageError(issueText(result.error));
  return result.data;
}

/** Fills an array with the bytes from a place of a file on. */
async function fill(
  file: FileHandle,
  begin: number,
  array: Uint8Array | Uint16Array | Uint32Array,
  hash?: Hash,
): Promise<void> {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(BYTES_AT_A_TIME, bytes.length - at), begin + at);
    if (bytesRead === 0) throw new UsageError('cut short while it was read');
    hash?.update(bytes.subarray(at, at + bytesRead));
    at += bytesRead;
  }
}
