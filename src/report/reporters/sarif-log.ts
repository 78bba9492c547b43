import type { Log, ReportingDescriptor, Run } from 'sarif';
import { packageVersion } from '../../cli/version.ts';
import { printable } from '../../trace/printable.ts';

/** A log of SARIF 2.1.0 with one run, by these rules. */
export function sarifLog(rules: ReportingDescriptor[], run: Omit<Run, 'tool'>): Log {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'bucketkey', version: packageVersion(), rules } }, ...run }],
  };
}

/** A text in which nothing is a placeholder or a link (SARIF 2.1.0, 3.11.5 and 3.11.6). */
export function message(text: string): { text: string } {
  const lines = text.split('\n').map((line) => printable(line));
  return { text: lines.join('\n').replace(/[{}]/g, '$&$&').replaceAll('](', '] (') };
}
