import { folderProblem } from '../failures/replay-files.ts';
import { UsageError } from './usage-error.ts';

/**
 * Says no before a long check, not after it, to a folder that cannot be one.
 *
 * @throws UsageError
 */
export async function refuseImpossibleFolder(folder: string): Promise<void> {
  const problem = await folderProblem(folder);
  if (problem !== undefined) throw new UsageError(`--failures: ${problem}`);
}
