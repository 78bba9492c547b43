import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished } from 'vitest';
import type { CheckReport } from '../../check/check-report.ts';
import type { CheckRequest } from '../../check/check-request.ts';
import { judgeSteps } from '../../check/judge-steps.ts';
import { shrinkRecorded } from '../../check/shrink-recorded.ts';
import { scopesCalled } from '../../explore/scope-file/scopes-called.ts';
import { tiny } from '../../explore/scopes/tiny.ts';
import { simulate } from '../../explore/simulate/simulate.ts';
import type { Violation } from '../../oracle/verdict.ts';
import { exploreRaces } from '../../races/explore-races.ts';
import type { ScenarioResult } from '../../scenario/scenario.ts';
import { startServer } from '../../serve/start-server.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Commands } from '../commands.ts';
import { exploreScope } from '../explore-scope.ts';
import { run } from '../run.ts';

let folder: string | undefined;

/** The working folder of the command lines of the test that runs: a fresh one each time. */
export function ownFolder(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'bucketkey-cli-'));
    folder = made;
    onTestFinished(async () => {
      folder = undefined;
      await rm(made, { recursive: true });
    });
  }
  return folder;
}

/** A trace of one step. */
export const fakeTrace: Trace = {
  header: {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: 'embedded',
    seed: 9,
    setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
  },
  steps: [{ step: { atMs: 0, by: null, event: { op: 'RestartHosts' } }, observation: { status: 500 } }],
};
/** What is wrong with {@link fakeTrace}. */
export const fakeViolation: Violation = {
  property: 'etag-class',
  title: 'ETags are of their class.',
  requirements: [],
  stepIndex: 0,
  reason: 'It is not.',
  parts: [],
  nearest: [],
};

/** The report of a check that ran, conforming but for `rest`. */
export function fakeReport(request: CheckRequest, rest: Partial<CheckReport>): CheckReport {
  return {
    verdict: 'conforms',
    seed: request.seed,
    profile: request.profile.name,
    sut: 'embedded',
    runsAsked: 3,
    runs: 3,
    steps: 30,
    kmsCalls: 12,
    properties: [{ id: 'etag-class', title: 'ETags are of their class.', verdict: 'holds', checked: 9, exercised: 8 }],
    violations: [],
    events: [],
    ...rest,
  };
}

const scenarioResult: ScenarioResult = {
  name: 'fifty-uploads',
  verdict: 'as-expected',
  figures: [{ name: 'calls', value: 3, holds: true }],
  notes: [],
};

/** Commands that do nothing, and whatever a test puts in their place. */
export function fakeCommands(changes: Partial<Commands> = {}): Commands {
  return {
    propertyIds: async () => ['etag-class', 'unique-data-keys', 'symmetry'],
    judgedPropertyIds: async () => ['etag-class', 'unique-data-keys'],
    scenarios: async () => [
      {
        name: 'fifty-uploads',
        title: 'Fifty uploads.',
        description: 'They are fifty.',
        run: async () => scenarioResult,
      },
      {
        name: 'twice',
        title: 'Twice.',
        description: 'Two.',
        run: async () => ({ ...scenarioResult, name: 'twice', verdict: 'differs' }),
      },
    ],
    scopeNames: async () => ['tiny'],
    scopesCalled: async (text, from) =>
      text.endsWith('.json') ? scopesCalled(text, from) : text === 'tiny' ? [tiny] : undefined,
    explore: exploreScope,
    exploreRaces,
    simulate,
    check: async (request) => fakeReport(request, {}),
    judge: async (given) => ({ verdict: 'conforms', properties: [], trace: given }),
    judgeSteps,
    replay: async (given) => ({ verdict: 'conforms', properties: [], trace: given }),
    shrink: shrinkRecorded,
    serve: startServer,
    ...changes,
  };
}

/** Commands whose check finds violations. */
export function violating(count = 1): Commands {
  const found = { violation: fakeViolation, trace: fakeTrace, foundAtLength: 80, also: [] };
  return fakeCommands({
    check: async (request) =>
      fakeReport(request, { verdict: 'violates', violations: Array.from({ length: count }, () => found) }),
  });
}

/** What came of a command line. */
export interface CliOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line with commands that do what the test says. */
export async function bucketkey(
  argv: readonly string[],
  commands = fakeCommands(),
  interruption = new AbortController(),
): Promise<CliOutcome> {
  let out = '';
  let err = '';
  const code = await run(
    argv,
    {
      stdout: (text) => {
        out += text;
      },
      stderr: (text) => {
        err += text;
      },
      stdin: () => Readable.from([]),
      isTTY: false,
      signal: interruption.signal,
      cwd: ownFolder(),
    },
    commands,
  );
  return { code, out, err };
}

/** Asserts that a command line is refused as a usage or input error should be, and gives the error. */
export async function usageErrorOf(...argv: string[]): Promise<string> {
  const before = await readdir(ownFolder(), { recursive: true });
  let checks = 0;
  const commands = fakeCommands({
    check: async (request) => {
      checks += 1;
      return fakeReport(request, {});
    },
  });
  const { code, out, err } = await bucketkey(argv, commands);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/^bucketkey: [^\n]+\n$/);
  expect(err).not.toMatch(/internal error/);
  expect(checks).toBe(0);
  expect(await readdir(ownFolder(), { recursive: true })).toEqual(before);
  return err;
}
