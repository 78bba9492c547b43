import type { Command } from 'commander';
import { scenarioJson, scenarioListJson, scenarioListText, scenarioText } from '../report/scenario-report.ts';
import { type OutputForm, outputOption, randomSeed, seedOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { scenarioCalled } from './scenario-called.ts';
import { tell } from './tell.ts';

const EXAMPLES = `
Examples:
  bucketkey scenario
  bucketkey scenario NAME --seed 42
  bucketkey scenario NAME --output json

Exit codes: 0 as expected, 1 differs, 2 error, 130 interrupted, 143 and 129 by SIGTERM and SIGHUP.
`;

interface ScenarioOptions {
  readonly seed?: number;
  readonly output: OutputForm;
}

/** Adds `scenario`: stories somebody met in practice, run and measured. */
export function addScenarioCommand(program: Command, context: CliContext): void {
  program
    .command('scenario')
    .description('list the scenarios, or run one and print its figures')
    .argument('[name]', 'scenario to run')
    .addOption(seedOption())
    .addOption(outputOption())
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, options: ScenarioOptions) =>
      context.exit(
        name === undefined ? await list(options.output, context) : await runScenario(name, options, context),
      ),
    );
}

async function list(output: OutputForm, { io, commands }: CliContext): Promise<number> {
  const scenarios = await commands.scenarios();
  if (output === 'json') io.stdout(scenarioListJson(scenarios));
  else tell(io, () => scenarioListText(scenarios));
  return EXIT.conforms;
}

async function runScenario(name: string, options: ScenarioOptions, { io, commands }: CliContext): Promise<number> {
  const scenario = scenarioCalled(name, await commands.scenarios());
  const seed = options.seed ?? randomSeed();
  const result = await scenario.run({ seed, signal: io.signal });
  io.signal.throwIfAborted();
  if (options.output === 'json') io.stdout(scenarioJson(scenario, result, seed));
  else tell(io, () => scenarioText(scenario, result, seed));
  return result.verdict === 'as-expected' ? EXIT.conforms : EXIT.violates;
}
