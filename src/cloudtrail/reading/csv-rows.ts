import { Readable } from 'node:stream';
import { type CsvError, type Options, parse } from 'csv-parse';
import { TraceError } from '../../trace/trace-error.ts';

/**
 * The rows of a CSV one after the other, each as the options have it: its cells, or a record with what is known of it.
 *
 * @throws TraceError
 */
export async function* csvRows<Row = readonly string[]>(
  bytes: AsyncIterable<Buffer>,
  name: string,
  options: Options & { readonly max_record_size: number },
): AsyncGenerator<Row, void> {
  const parser = parse(options);
  const packed = Readable.from(bytes);
  packed.on('error', (error) => parser.destroy(error));
  try {
    yield* packed.pipe(parser) as AsyncIterable<Row>;
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw new TraceError(name, error.lines as number | undefined, `no CSV that can be read: ${error.code}`);
  }
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
