import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Exploration } from '../explore/exploration.ts';
import { CheckpointError } from '../explore/large/checkpoint.ts';
import { MOST_EXPLORED } from '../explore/options.ts';
import type { Judges } from '../explore/questions/judges.ts';
import { QuestionError } from '../explore/questions/question.ts';
import type { ExploreScope } from '../explore/scope.ts';
import { sum } from '../explore/sum.ts';
import { together } from '../explore/together.ts';
import { MismatchError } from '../explore/whole-worlds/mismatch-error.ts';
import { fileErrorText } from '../files/file-error.ts';
import { labelled } from '../report/columns.ts';
import { exploreJson, exploreText, togetherJson, togetherText } from '../report/explore-report.ts';
import { countText } from '../report/quantity-text.ts';
import { shownText } from '../report/shown.ts';
import { TraceExistsError } from '../trace/trace-error.ts';
import type { Workers } from '../workers/check-embedded.ts';
import { outputOption, sizeArgument, wholeNumber } from './arguments.ts';
import { workersArgument } from './campaign-arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { progressTeller } from './explore-progress.ts';
import { isOfRaces, maxOrdersOption, type RacesOptions, racesTold } from './explore-races.ts';
import { DEFAULT_SCOPE, type ExploreTask, type ExploreTaskOptions, exploreTask } from './explore-task.ts';
import { writeGraph } from './graph-out.ts';
import { judgesOf, type OwnJudges } from './own-judges.ts';
import { scopeProfileHelp } from './profile-help.ts';
import { ProgressLine } from './progress-line.ts';
import {
  refuseWalksAlone,
  type SimulationOptions,
  simulateScopes,
  simulationOptions,
  verdictOf,
} from './simulate-scopes.ts';
import { tell } from './tell.ts';
import { type Story, writeStory } from './trace-out.ts';
import { UsageError } from './usage-error.ts';

/** For scopes that say nothing of a bound. */
const DEFAULT_STATES = 1_000_000;
/** What an exploration takes to begin with, and a little more. */
const LEAST_BYTES = 2e6;

/** Options of an exploration by state hash, which knows no invariants but those of the properties. */
const OF_SIZE = ['maxMemory', 'exact', 'symmetry', 'checkpoint', 'resume'];

const EXAMPLES = `
Examples:
  bucketkey explore
  bucketkey explore --scope small
  bucketkey explore --scope medium --symmetry
  bucketkey explore --scope medium --max-states 30000000 --max-memory 2GB
  bucketkey explore --scope medium --checkpoint medium.checkpoint
  bucketkey explore --resume medium.checkpoint --workers 4
  bucketkey explore --scope my-world.json --max-states 10000 --output json
  bucketkey explore --invariant mine.js --trace-out mine.ndjson
  bucketkey explore --scope my-world.json --simulate --seed 1 --runs 5000 --depth 50
  bucketkey explore --reach mine.js --trace-out way.itf.json
  bucketkey explore --graph tiny.dot
  bucketkey explore --scope races --trace-out race.ndjson

The scope races runs the reference in place of the model: two requests at a time, in every order in
which they are authorised, ask KMS, store and are answered. Some order of the two has to explain it.

Exit codes: 0 all invariants hold in the whole scope, 1 one is violated, 2 error, 3 unknown (a bound
was hit, or --simulate found nothing), 4 the states explored are not the worlds of the model,
130 interrupted, 143 and 129 by SIGTERM and SIGHUP.
`;

interface ExploreCommandOptions extends ExploreTaskOptions, OwnJudges, SimulationOptions, RacesOptions {
  readonly graph?: string;
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly workers: Workers;
}

/** Adds `explore`: every behaviour of the model in a small world. */
export async function addExploreCommand(program: Command, context: CliContext): Promise<void> {
  const scopeNames = await context.commands.scopeNames();
  const command = program
    .command('explore')
    .description('explore every behaviour of the model in a small world, and check its invariants')
    .option(
      '--scope <name|file>',
      `world to explore: ${scopeNames.join(', ')}, or a JSON file (default: ${DEFAULT_SCOPE})`,
    )
    .option(
      '--max-states <number>',
      `most states to tell apart (default: that of the scope, or ${countText(DEFAULT_STATES)})`,
      wholeNumber('--max-states', 1, MOST_EXPLORED),
    )
    .option(
      '--max-memory <size>',
      'most memory of states, links and rows, such as 512MB or 2GB (default: no bound)',
      sizeArgument('--max-memory', LEAST_BYTES),
    )
    .option(
      '--workers <number|auto>',
      'worker threads to explore on; the result is the same for any number, unless a bound ends it',
      workersArgument,
      'auto',
    )
    .addOption(
      new Option('--exact', 'tell states apart by all they are, not by fingerprints of 64 bits')
        .default(false)
        .conflicts('symmetry'),
    )
    .option('--symmetry', 'take states for one that differ only in names which the scope treats alike', false)
    .option('--checkpoint <file>', 'write all that it takes to go on to a new file, now and then and at the end')
    .addOption(
      new Option('--resume <file>', 'go on from a checkpoint file, and keep it up to date').conflicts([
        'checkpoint',
        'exact',
        'symmetry',
      ]),
    )
    .addOption(
      new Option(
        '--invariant <file.js>',
        'check the functions that an ES module exports on each transition, too',
      ).conflicts(OF_SIZE),
    )
    .addOption(
      new Option('--reach <file.js>', 'tell a shortest way to what the functions of an ES module ask for').conflicts(
        OF_SIZE,
      ),
    )
    .option(
      '--trace-out <file>',
      'write the counterexample, or the way to what --reach asks for, to a new trace file, also as .itf.json',
    )
    .addOption(
      new Option(
        '--graph <file>',
        'write all states and transitions to a new .dot or .ndjson file first (10,000 states at most)',
      ).conflicts(OF_SIZE),
    )
    .addOption(maxOrdersOption())
    .addOption(outputOption());
  for (const option of simulationOptions()) command.addOption(option);
  command
    .addHelpText('after', `${scopeProfileHelp()}${EXAMPLES}`)
    .action(async (options: ExploreCommandOptions) => context.exit(await exploreTold(options, context)));
}

async function exploreTold(options: ExploreCommandOptions, context: CliContext): Promise<number> {
  if (isOfRaces(options)) return racesTold(options, context);
  refuseWalksAlone(options);
  const task = await exploreTask(options, context);
  try {
    return options.simulate === true
      ? await walksTold(task, options, context)
      : await exploreScopes(task, options, context);
  } catch (error) {
    if (error instanceof QuestionError) throw new UsageError(error.message);
    if (!(error instanceof MismatchError)) throw error;
    context.complain(error.message);
    return EXIT.mismatch;
  } finally {
    // What breaks down has got somewhere as well, and nobody may write the file while this process does.
    await task.kept?.writer.finish().catch(() => undefined);
    await task.kept?.lock.release();
  }
}

async function exploreScopes(task: ExploreTask, options: ExploreCommandOptions, context: CliContext): Promise<number> {
  const { io, complain } = context;
  const { scopes } = task;
  const judges = await judgesOf(options, io.cwd);
  if (options.graph !== undefined) await writeGraph(options.graph, scopes, io);
  const reports: Exploration[] = [];
  for (const scope of scopes) {
    const report = await exploreOne(scope, task, judges, options, context);
    reports.push(report);
    if (options.output === 'text') tell(io, () => exploreText(report));
    if (io.signal.aborted) break;
  }
  const [only] = reports;
  const all = together(reports);
  if (options.output === 'json')
    io.stdout(scopes.length === 1 && only !== undefined ? exploreJson(only) : togetherJson(all, reports));
  else if (scopes.length > 1) tell(io, () => `\n${togetherText(all, reports.length, scopes.length)}`);
  if (options.traceOut !== undefined) await writeTraceOut(options.traceOut, reports, context);
  if (!(await finished(task, complain))) return EXIT.error;
  if (!io.signal.aborted) return EXIT[all.verdict];
  complain('interrupted; this is how far it got');
  return EXIT.interrupted;
}

async function walksTold(
  { scopes }: ExploreTask,
  options: ExploreCommandOptions,
  context: CliContext,
): Promise<number> {
  const { io, complain } = context;
  const reports = await simulateScopes(scopes, await judgesOf(options, io.cwd), options, context);
  if (options.traceOut !== undefined) await writeTraceOut(options.traceOut, reports, context);
  if (!io.signal.aborted) return EXIT[verdictOf(reports)];
  complain('interrupted; this is how far it got');
  return EXIT.interrupted;
}

async function exploreOne(
  scope: ExploreScope,
  { exact, symmetry, kept }: ExploreTask,
  judges: Judges | undefined,
  options: ExploreCommandOptions,
  { io, commands }: CliContext,
): Promise<Exploration> {
  const { workers, output, maxMemory: maxBytes } = options;
  const maxStates = options.maxStates ?? scope.maxStates ?? DEFAULT_STATES;
  const begun = sum(kept?.checkpoint.levels ?? []);
  if (kept !== undefined && begun > maxStates) {
    throw new UsageError(`${kept.name}: it has ${begun} states already, and --max-states is ${maxStates}`);
  }
  if (output === 'text')
    tell(io, () => shownText([...labelled('', `exploring the scope ${scope.name}: ${scope.title}`), '']));
  const line = new ProgressLine(io);
  const text = progressTeller(() => performance.now());
  try {
    return await commands.explore(
      scope,
      {
        maxStates,
        ...(maxBytes !== undefined && { maxBytes }),
        exact,
        symmetry,
        ...(judges !== undefined && { judges }),
        signal: io.signal,
        onProgress: (progress) => line.showText(() => text(progress)),
        ...(kept !== undefined && { resumeFrom: kept.checkpoint, onLevel: (latest) => kept.writer.offer(latest) }),
      },
      workers,
    );
  } catch (error) {
    throw error instanceof CheckpointError && kept !== undefined
      ? new UsageError(`${kept.name}: ${error.message}`)
      : error;
  } finally {
    line.clear();
  }
}

/** Whether the checkpoint file, if there is to be one, is up to date. */
async function finished({ kept }: ExploreTask, complain: (problem: string) => void): Promise<boolean> {
  try {
    await kept?.writer.finish();
    return true;
  } catch (error) {
    complain(`the checkpoint file is not up to date: ${fileErrorText(error)}`);
    return false;
  }
}

/** Writes the first story there is to a new file. */
async function writeTraceOut(
  name: string,
  reports: readonly Pick<Exploration, 'found' | 'answers' | 'liveness'>[],
  { io, complain }: CliContext,
): Promise<void> {
  const stories: readonly (Story | undefined)[] = reports.flatMap(({ found, answers, liveness }) => [
    found,
    ...(liveness?.goals ?? []).map(({ lasso }) => lasso),
    ...answers.map(({ told }) => told),
  ]);
  const story = stories.find((one) => one !== undefined);
  if (story === undefined) {
    complain(`--trace-out: there is no trace to write to ${name}`);
    return;
  }
  try {
    await writeStory(resolve(io.cwd, name), story);
  } catch (error) {
    throw new UsageError(
      `--trace-out: ${name}: ${error instanceof TraceExistsError ? error.message : fileErrorText(error)}`,
    );
  }
}
