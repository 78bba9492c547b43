import { resolve } from 'node:path';
import type { LogSource } from '../cloudtrail/reading/log-bytes.ts';
import { logFiles } from '../cloudtrail/reading/log-files.ts';
import type { CliIo } from './io.ts';

/** What commands say of the logs that they take. */
export const LOGS_HELP = `
Logs are files of CloudTrail (Records), NDJSON, events of EventBridge, answers of LookupEvents or CSV
of Athena, packed by gzip or not, folders of them, or - for standard input. They are read in the order
in which they were written, one record at a time. What cannot be read is counted and passed over.
Server access logs of S3 are read as well, for the number of requests.
`;

/**
 * The logs that a command line names.
 *
 * @throws TraceError where there are none
 */
export async function trailSources(names: readonly string[], io: CliIo): Promise<readonly LogSource[]> {
  const files = await logFiles(names.map((name) => (name === '-' ? name : resolve(io.cwd, name))));
  return files.map((file) => (file === '-' ? { name: 'standard input', bytes: io.stdin() } : { name: file }));
}
