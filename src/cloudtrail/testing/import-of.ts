import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Trace } from '../../trace/trace.ts';
import { parseTrace } from '../../trace/trace-reader.ts';
import type { ImportCounts } from '../importing/import-counts.ts';
import { importTrail } from '../importing/import-trail.ts';

/** What an import makes of records, as one trace. */
export async function importOf(
  records: readonly object[],
  hasAllCalls = false,
): Promise<{ trace: Trace; counts: ImportCounts }> {
  const folder = await mkdtemp(join(tmpdir(), 'bucketkey-import-'));
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const source = { name: 'log', bytes: Readable.from([Buffer.from(text)]) };
  const imported = await importTrail([source], { path: join(folder, 'trace.ndjson'), perBucket: false, hasAllCalls });
  try {
    const [made] = imported.traces;
    if (made === undefined) throw new Error('no trace');
    let whole = '';
    for await (const piece of made.spool.content(made.builder.header())) whole += piece;
    return { trace: parseTrace(whole, 'imported'), counts: imported.counts };
  } finally {
    await imported.close();
    await rm(folder, { recursive: true });
  }
}
