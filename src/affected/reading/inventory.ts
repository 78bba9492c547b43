import { csvRows } from '../../cloudtrail/reading/csv-rows.ts';
import { logBytes } from '../../cloudtrail/reading/log-bytes.ts';
import { TraceError } from '../../trace/trace-error.ts';
import type { InventoryCount } from './configuration.ts';

/** Longest row, in bytes: keys have 1,024 at the most. */
const MAX_ROW_BYTES = 64 * 1024;
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
  const options = {
    bom: true,
    // Whoever puts names in front may end their line otherwise.
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_BYTES,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
  };
  const counts = new Map<string, { on: number; off: number }>();
  let fields = schema === undefined ? undefined : namesOf(schema.split(','));
  for await (const cells of csvRows(logBytes({ name: path }), path, options)) {
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
