import { randomInt } from 'node:crypto';
import { Option } from 'commander';
import { MAX_REORDER_MS, MAX_SEED } from '../trace/limits.ts';
import { UsageError } from './usage-error.ts';

/** How results are written to standard output. */
export type OutputForm = 'text' | 'json';

/** A parser of whole numbers in plain decimal digits: `1e3`, `0x10` and `+1` are more likely mistakes than meant. */
export function wholeNumber(option: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new UsageError(`${option} takes a whole number from ${min} to ${max}, not ${JSON.stringify(text)}`);
  };
}

/** A parser of lengths of time in seconds, such as `30` or `0.5`. */
export function secondsArgument(option: string): (text: string) => number {
  return (text) => {
    const value = /^[0-9]{1,9}(\.[0-9]{1,6})?$/.test(text) ? Number(text) : 0;
    if (value > 0) return value;
    throw new UsageError(`${option} takes a number of seconds greater than 0, not ${JSON.stringify(text)}`);
  };
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
]);

/**
 * A parser of sizes such as `512MB`, `1.5GB` (powers of 1,000) or `2GiB` (of 1,024), in bytes. A number without a unit
 * is more likely a mistake.
 */
export function sizeArgument(option: string, minBytes: number): (text: string) => number {
  return (text) => {
    const [, number = '', unit = ''] = /^([0-9]{1,6}(?:\.[0-9]{1,3})?) ?([A-Za-z]{2,3})$/.exec(text) ?? [];
    const bytes = Math.floor(Number(number) * (UNITS.get(unit) ?? Number.NaN));
    if (bytes >= minBytes) return bytes;
    const units = [...UNITS.keys()].join(', ');
    throw new UsageError(
      `${option} takes a size of ${minBytes / 1e6}MB or more, such as 512MB or 2GB (${units}), not ` +
        `${JSON.stringify(text)}`,
    );
  };
}

/** An option as it is typed, by its name in the options of a command: `--kms-key` of `kmsKey`. */
export function optionTyped(name: string): string {
  return `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

/** The option `--seed`. */
export function seedOption(): Option {
  return new Option('--seed <number>', `seed of all randomness, 0 to ${MAX_SEED} (default: a random one)`).argParser(
    wholeNumber('--seed', 0, MAX_SEED),
  );
}

/** The option `--output`. */
export function outputOption(): Option {
  return new Option('--output <form>', 'how to write the result').choices(['text', 'json']).default('text');
}

/** The option `--reorder-ms`. */
export function reorderOption(): Option {
  return new Option('--reorder-ms <number>', 'put steps in order that are up to so many milliseconds late')
    .default(0)
    .argParser(wholeNumber('--reorder-ms', 0, MAX_REORDER_MS));
}

/** A seed nobody chose: the one place where randomness enters. It is printed, so that every run can be repeated. */
export function randomSeed(): number {
  return randomInt(0, MAX_SEED + 1);
}
