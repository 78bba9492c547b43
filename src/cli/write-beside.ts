import { fileErrorText } from '../files/file-error.ts';
import { printable } from '../trace/printable.ts';
import { UsageError } from './usage-error.ts';

/**
 * Writes a file that a command was asked for beside its answer.
 *
 * @throws UsageError that names the option, where it cannot be written
 */
export async function writeBeside(option: string, name: string, writing: () => Promise<void>): Promise<void> {
  try {
    await writing();
  } catch (error) {
    throw new UsageError(`${option}: ${printable(name)}: ${fileErrorText(error)}`);
  }
}
