import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { TraceError } from '../../trace/trace-error.ts';
import type { InventoryCount } from './configuration.ts';

/** Longest line: keys have 1,024 bytes at the most. */
const LONGEST_LINE = 64 * 1024;
/** Most buckets that are counted apart. */
const MOST_BUCKETS = 10_000;

/**
 * Counts the objects of an S3 Inventory in CSV by their BucketKeyStatus (F-153). An inventory has no line of names:
 * they are those of its manifest, unless somebody has put them in front.
 *
 * @param schema - `fileSchema` of the manifest
 * @throws TraceError
 */
export async function countInventory(path: string, schema: string | undefined): Promise<readonly InventoryCount[]> {
  const bytes = createReadStream(path);
  const lines = createInterface({ input: path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes });
  const counts = new Map<string, { on: number; off: number }>();
  let fields = schema === undefined ? undefined : namesOf(schema.split(','));
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.length > LONGEST_LINE) throw new TraceError(path, number, `longer than ${LONGEST_LINE} characters`);
    if (line === '') continue;
    const cells = cellsOf(line);
    if (fields === undefined) {
      fields = namesOf(cells);
      continue;
    }
    const status = cells[fields.status];
    if (status !== 'ENABLED' && status !== 'DISABLED') continue;
    const bucket = cells[fields.bucket] ?? '';
    const count = counts.get(bucket) ?? { on: 0, off: 0 };
    if (counts.size < MOST_BUCKETS || counts.has(bucket)) counts.set(bucket, count);
    if (status === 'ENABLED') count.on += 1;
    else count.off += 1;
  }
  return [...counts].map(([bucket, { on, off }]) => ({ bucket, withBucketKey: on, withoutBucketKey: off }));

  function namesOf(names: readonly string[]): { readonly bucket: number; readonly status: number } {
    const bare = names.map((name) => name.trim().toLowerCase());
    const found = { bucket: bare.indexOf('bucket'), status: bare.indexOf('bucketkeystatus') };
    if (found.bucket >= 0 && found.status >= 0) return found;
    throw new TraceError(path, undefined, 'no columns Bucket and BucketKeyStatus: name them by --inventory-schema');
  }
}

/** The cells of a line, in quotes or not; what is in quotes may have commas. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'),
  );
}
