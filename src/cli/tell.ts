import { WriteStream } from 'node:tty';
import { withWidth } from '../report/columns.ts';
import { painted } from '../report/painted.ts';
import type { CliIo, Page } from './io.ts';

/** Writes text for people to standard output: as wide as the terminal, and in colour where that is wanted. */
export function tell({ stdout, page }: CliIo, text: () => string): void {
  const told = page?.columns === undefined ? text() : withWidth(page.columns, text);
  stdout(page?.hasColours === true ? painted(told) : told);
}

/**
 * What standard output is for people. Node knows what `NO_COLOR`, `FORCE_COLOR`, `NODE_DISABLE_COLORS` and `TERM` say
 * of colours; into a pipe they go only where they are forced.
 */
export function pageOf(
  { isTTY = false, columns }: Partial<Pick<WriteStream, 'isTTY' | 'columns'>>,
  env: Readonly<Record<string, string | undefined>>,
): Page {
  const isAsked = isTTY || env.FORCE_COLOR !== undefined;
  const hasColours = isAsked && WriteStream.prototype.getColorDepth(env) > 1;
  return isTTY && columns !== undefined && columns > 0 ? { columns, hasColours } : { hasColours };
}
