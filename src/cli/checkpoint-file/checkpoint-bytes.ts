import { createHash } from 'node:crypto';
import { CHECKPOINT_FORMAT, type CheckpointFile } from './checkpoint-file.ts';
import type { HeaderJson } from './checkpoint-schema.ts';

/**
 * The bytes of a checkpoint file: a line of JSON, the number of the parent of each state in 4 bytes, the number of its
 * pair of action and result in 2, lower bytes first, and a digest of all that.
 */
export function* checkpointBytes({ head, checkpoint }: CheckpointFile): Generator<Uint8Array> {
  const hash = createHash('sha256');
  for (const piece of contentBytes({ head, checkpoint })) {
    hash.update(piece);
    yield piece;
  }
  yield hash.digest();
}

function* contentBytes({ head, checkpoint }: CheckpointFile): Generator<Uint8Array> {
  const { version, scope, scopeDigest, exact, symmetry } = head;
  const { levels, transitions, coverage, print, links } = checkpoint;
  const header: HeaderJson = {
    bucketkeyCheckpoint: CHECKPOINT_FORMAT,
    version,
    scope,
    scopeDigest,
    exact,
    symmetry,
    levels: [...levels],
    transitions,
    print: { low: print.low, high: print.high },
    coverage: {
      moves: [...coverage.moves],
      options: [...coverage.options],
      points: [...coverage.points],
      actions: [...coverage.actions],
    },
    pairs: links.pairs.map(({ action, result }) => [action, result]),
  };
  yield Buffer.from(`${JSON.stringify(header)}\n`);
  for (const piece of [...links.parents, ...links.events])
    yield new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
}
