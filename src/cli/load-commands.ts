import type { Command } from 'commander';
import type { CliContext } from './context.ts';

/** Adds a command to the program, with its options and its help. */
type AddCommand = (program: Command, context: CliContext) => void | Promise<void>;

/** Each command by its name, in the order of the help. Nothing of one is loaded before it is asked for. */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['check', async (): Promise<AddCommand> => (await import('./check-command.ts')).addCheckCommand],
  ['judge', async () => (await import('./judge-command.ts')).addJudgeCommand],
  ['import', async () => (await import('./import-command.ts')).addImportCommand],
  ['why', async () => (await import('./why-command.ts')).addWhyCommand],
  ['oracle', async () => (await import('./oracle-command.ts')).addOracleCommand],
  ['affected', async () => (await import('./affected-command.ts')).addAffectedCommand],
  ['infer', async () => (await import('./infer-command.ts')).addInferCommand],
  ['predict', async () => (await import('./predict-command.ts')).addPredictCommand],
  ['merge', async () => (await import('./merge-command.ts')).addMergeCommand],
  ['replay', async () => (await import('./replay-command.ts')).addReplayCommand],
  ['shrink', async () => (await import('./shrink-command.ts')).addShrinkCommand],
  ['scenario', async () => (await import('./scenario-command.ts')).addScenarioCommand],
  ['draw', async () => (await import('./draw-command.ts')).addDrawCommand],
  ['explore', async () => (await import('./explore-command.ts')).addExploreCommand],
  ['properties', async () => (await import('./properties-command.ts')).addPropertiesCommand],
  ['vectors', async () => (await import('./vectors-command.ts')).addVectorsCommand],
  ['schema', async () => (await import('./schema-command.ts')).addSchemaCommand],
  ['serve', async () => (await import('./serve-command.ts')).addServeCommand],
  ['kms', async () => (await import('./serve-command.ts')).addKmsCommand],
  ['clean', async () => (await import('./clean-command.ts')).addCleanCommand],
]);

/**
 * Adds the command that a command line names or asks for help about, and all of them where it names none: their list
 * tells of each what it takes, and what was misspelt is compared with each.
 */
export async function addCommands(program: Command, [first = '', second = '']: readonly string[], context: CliContext) {
  const named = COMMANDS.get(first === 'help' ? second : first);
  for (const load of named === undefined ? COMMANDS.values() : [named]) {
    const add = await load();
    await add(program, context);
  }
}
