// Measures what the tests are worth: `npm run mutate`. No part of the published package.
import { Command, InvalidArgumentError } from 'commander';
import { canary } from './canary.ts';
import { hunted } from './hunt.ts';
import { type Measured, measure } from './measure.ts';
import { MODEL_MUTANTS, type ModelMeasured, measureModel } from './measure-model.ts';
import { MUTANTS } from './mutants/index.ts';
import { medianStretch, missed, modelMutantsText, mutantsText, weaknesses } from './mutate-text.ts';

interface Options {
  readonly seeds: number;
  readonly seed: number;
  readonly runs: number;
  readonly maxSteps: number;
  readonly every: number;
  readonly output: string;
}

const command = new Command('mutate')
  .description('Plants each mutant and looks how `check` and `explore` find it.')
  .argument('[ids...]', 'mutants of the reference; omitted = all, and those of the model')
  .option('--seeds <n>', 'how many seeds', wholeNumber, 5)
  .option('--seed <n>', 'the first of them', wholeNumber, 2026)
  .option('--runs <n>', 'traces at most for a seed', wholeNumber, 300)
  .option('--max-steps <n>', 'steps of a trace at most', wholeNumber, 300)
  .option('--every <n>', 'only one of so many mutants', wholeNumber, 1)
  .option('--output <form>', 'text or json', 'text')
  .addHelpText(
    'after',
    '\nExit codes: 0 all were found, 1 a mutant or the canary was missed.\n\nnpm run mutate -- cache-lifetime-slides\n',
  );
command.parse();

const { seeds, seed, runs, maxSteps, every, output } = command.opts<Options>();
const ids = command.args;
const unknown = ids.filter((id) => !MUTANTS.some((mutant) => mutant.id === id));
if (unknown.length > 0) command.error(`no such mutant: ${unknown.join(', ')}`);

const progress = process.stderr.isTTY ? (text: string) => process.stderr.write(`\r\x1b[K${text}`) : () => {};
const bird = await canary(seed, runs);
const chosen = MUTANTS.map(hunted).filter(({ id }, index) =>
  ids.length === 0 ? index % every === 0 : ids.includes(id),
);
const bounds = { seeds: Array.from({ length: seeds }, (_, index) => seed + index), runs, maxSteps };
const measured: Measured[] = [];
for (const [index, mutant] of chosen.entries()) {
  progress(`${index + 1} of ${chosen.length} mutants of the reference: ${mutant.id}`);
  measured.push(await measure(mutant, bounds));
}
const ofModel: ModelMeasured[] = [];
const chosenOfModel = ids.length === 0 ? MODEL_MUTANTS.filter((_, index) => index % every === 0) : [];
for (const [index, mutant] of chosenOfModel.entries()) {
  progress(`${index + 1} of ${chosenOfModel.length} mutants of the model: ${mutant.what}`);
  ofModel.push(await measureModel(mutant));
}
progress('');

const lost = [
  ...missed(measured),
  ...ofModel.filter(({ property }) => property === undefined).map(({ what }) => what),
  ...(bird.violation === undefined ? ['the canary, a property that is false'] : []),
];
process.stdout.write(
  output === 'json' ? `${JSON.stringify({ bounds, canary: bird.traces, measured, ofModel, lost })}\n` : text(),
);
process.exitCode = lost.length === 0 ? 0 : 1;

function text(): string {
  const weak = weaknesses(measured);
  const found = bird.violation === undefined ? 'was missed' : `was found after ${bird.traces} runs`;
  return `${[
    `The canary, a property that is false, ${found}.`,
    '',
    `${measured.length} of ${MUTANTS.length} mutants of the reference, ${seeds} seeds from ${seed}, ${runs} runs each`,
    'at most. Numbers are least-middle-largest over the seeds; in brackets the steps of the shortest trace known.',
    '',
    ...mutantsText(measured),
    '',
    `Shrunk traces have ${medianStretch(measured).toFixed(2)} times the steps of the shortest known (median).`,
    ...(ofModel.length === 0
      ? []
      : [
          '',
          `${ofModel.length} of ${MODEL_MUTANTS.length} mutants of the model, explored.`,
          '',
          ...modelMutantsText(ofModel),
        ]),
    ...(weak.length === 0 ? [] : ['', 'Weak:', ...weak.map((line) => `  ${line}`)]),
    '',
    lost.length === 0 ? 'All were found.' : `Missed: ${lost.join('; ')}`,
  ].join('\n')}\n`;
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It has to be a whole number from 1 on.');
  return number;
}
