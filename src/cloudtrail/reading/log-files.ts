import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileErrorText } from '../../files/file-error.ts';
import { TraceError } from '../../trace/trace-error.ts';
import { MAX_FOLDER_DEPTH, MAX_LOG_FILES } from '../limits.ts';

/** Endings of the files of a folder that are looked at; a file that is named is read whatever its name. */
const LOGS = /\.(?:json|jsonl|ndjson|csv)(?:\.gz)?$|\.log\.gz$/i;
/** A server access log, and when S3 wrote it: `2026-01-02-03-04-05-0123456789ABCDEF`. */
const ACCESS_LOG = /^(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-\d\d-[0-9A-F]{16}$/;
/** When CloudTrail wrote a file, as its name says: `…_CloudTrail_eu-west-1_20260102T0305Z_….json.gz`. */
const WRITTEN = /_(\d{8}T\d{4}Z)_/;

/**
 * The files that are meant by some names, folders searched with all that is in them. Files come in the order in
 * which CloudTrail wrote them, whatever account and region their folders stand for; files that do not say when come
 * first, as they were named.
 *
 * @throws TraceError
 */
export async function logFiles(names: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const stats = name === '-' ? undefined : await about(name);
    if (stats?.isDirectory() !== true) files.push(name);
    else files.push(...(await filesBelow(name)));
    if (files.length > MAX_LOG_FILES) throw tooMany(name);
  }
  return inOrder(files);
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  const open: { readonly path: string; readonly depth: number }[] = [{ path: folder, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, depth } = next;
    if (depth > MAX_FOLDER_DEPTH) throw new TraceError(path, undefined, `more than ${MAX_FOLDER_DEPTH} folders deep`);
    const entries = await readdir(path, { withFileTypes: true }).catch((error) => {
      throw new TraceError(path, undefined, fileErrorText(error));
    });
    for (const entry of entries) {
      const inside = join(path, entry.name);
      // Links are not followed: they could lead anywhere, and in circles.
      if (entry.isDirectory()) open.push({ path: inside, depth: depth + 1 });
      else if (entry.isFile() && (LOGS.test(entry.name) || ACCESS_LOG.test(entry.name))) files.push(inside);
    }
    if (files.length > MAX_LOG_FILES) throw tooMany(folder);
  }
  if (files.length === 0)
    throw new TraceError(folder, undefined, 'has no log files (.json, .ndjson, .csv, or .gz of them)');
  return files.sort();
}

function inOrder(files: readonly string[]): readonly string[] {
  const keyed = files.map((file) => ({ file, written: writtenAt(basename(file)) }));
  keyed.sort((a, b) => (a.written < b.written ? -1 : a.written > b.written ? 1 : 0));
  return keyed.map(({ file }) => file);
}

/** When a file was written, as far as its name tells, in the words of CloudTrail. */
function writtenAt(name: string): string {
  const [, year, month, day, hour, minute] = ACCESS_LOG.exec(name) ?? [];
  if (year !== undefined) return `${year}${month}${day}T${hour}${minute}Z`;
  return WRITTEN.exec(name)?.[1] ?? '';
}

async function about(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    throw new TraceError(path, undefined, fileErrorText(error));
  }
}

function tooMany(name: string): TraceError {
  return new TraceError(name, undefined, `more than ${MAX_LOG_FILES} files`);
}
