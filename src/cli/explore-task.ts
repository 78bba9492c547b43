import { resolve } from 'node:path';
import type { Checkpoint } from '../explore/large/checkpoint.ts';
import type { ExploreScope } from '../explore/scope.ts';
import { ScopeFileError } from '../explore/scope-file/scope-file-error.ts';
import { type CheckpointFile, scopeDigest } from './checkpoint-file/checkpoint-file.ts';
import { CheckpointWriter, createCheckpointFile } from './checkpoint-file/checkpoint-writer.ts';
import { readCheckpointFile } from './checkpoint-file/read-checkpoint.ts';
import type { CliContext } from './context.ts';
import { type FileLock, lockFile } from './report-file/file-lock.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/** What is explored where nothing is said. */
export const DEFAULT_SCOPE = 'tiny';

/** The options of `explore` that say what is explored, and how states are told apart. */
export interface ExploreTaskOptions {
  readonly scope?: string;
  readonly exact: boolean;
  readonly symmetry: boolean;
  readonly checkpoint?: string;
  readonly resume?: string;
}

/** What is to be explored, in turn, and where the first of it goes on and is written down. */
export interface ExploreTask {
  readonly scopes: readonly ExploreScope[];
  readonly exact: boolean;
  readonly symmetry: boolean;
  /** Undefined where there is no checkpoint file to be kept up to date. */
  readonly kept: KeptCheckpoint | undefined;
}

/** The checkpoint file of an exploration: no other process writes it meanwhile. */
export interface KeptCheckpoint {
  /** Name of the file, as it was given. */
  readonly name: string;
  readonly checkpoint: Checkpoint;
  readonly writer: CheckpointWriter;
  readonly lock: FileLock;
}

/**
 * What the options ask for, or what the file is about that is to be gone on from. The lock of its checkpoint file has
 * to be released.
 *
 * @throws UsageError
 */
export async function exploreTask(options: ExploreTaskOptions, context: CliContext): Promise<ExploreTask> {
  const { exact, symmetry, checkpoint: name, resume } = options;
  if (resume !== undefined) return resumedTask(resume, options, context);
  const text = options.scope ?? DEFAULT_SCOPE;
  const scopes = await scopesCalled(text, context);
  if (name === undefined) return { scopes, exact, symmetry, kept: undefined };
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1) {
    throw new UsageError(
      `--checkpoint is for one scope at a time; ${text} is ${scopes.length}: ` +
        `${scopes.map((one) => one.name).join(', ')}`,
    );
  }
  const head = { version: packageVersion(), scope: scope.name, scopeDigest: scopeDigest(scope), exact, symmetry };
  const path = resolve(context.io.cwd, name);
  const kept = await locked(path, name, (real) => createCheckpointFile(real, name, head));
  return { scopes, exact, symmetry, kept };
}

async function resumedTask(name: string, options: ExploreTaskOptions, context: CliContext): Promise<ExploreTask> {
  const path = resolve(context.io.cwd, name);
  const { head } = await readCheckpointFile(path, name);
  // A file may name any other, so only shipped scopes are taken at its word.
  const text = options.scope ?? ((await context.commands.scopeNames()).includes(head.scope) ? head.scope : undefined);
  if (text === undefined)
    throw new UsageError(
      `${name}: its scope ${JSON.stringify(head.scope)} is not a shipped one; name the file with --scope`,
    );
  const scopes = await scopesCalled(text, context);
  const scope = scopes.find((one) => scopeDigest(one) === head.scopeDigest);
  if (scope === undefined) {
    throw new UsageError(
      `${name}: it is about the scope ${JSON.stringify(head.scope)} as it was then, which ${text} is not`,
    );
  }
  // Again: until the lock was taken somebody else may have gone on with it.
  const kept = await locked(path, name, (real) => readCheckpointFile(real, name));
  return { scopes: [scope], exact: head.exact, symmetry: head.symmetry, kept };
}

async function locked(
  path: string,
  name: string,
  begin: (real: string) => Promise<CheckpointFile>,
): Promise<KeptCheckpoint> {
  const lock = await lockFile(path, name);
  try {
    const file = await begin(lock.path);
    return { name, checkpoint: file.checkpoint, writer: new CheckpointWriter(lock.path, file), lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function scopesCalled(text: string, { io, commands }: CliContext): Promise<readonly ExploreScope[]> {
  try {
    const scopes = await commands.scopesCalled(text, io.cwd);
    if (scopes === undefined) throw new UsageError(unknownNameText('scope', text, await commands.scopeNames()));
    return scopes;
  } catch (error) {
    if (error instanceof ScopeFileError) throw new UsageError(error.message);
    throw error;
  }
}
