import { Readable } from 'node:stream';
import { HOUR_MS, profileNamed } from '../../../model/index.ts';
import { mutantProfile } from '../../adequacy/kills.ts';
import { mutantSut } from '../../adequacy/mutant-sut.ts';
import { MUTANTS } from '../../adequacy/mutants/index.ts';
import { check } from '../../check/check.ts';
import type { CheckReport } from '../../check/check-report.ts';
import { judgeSteps, type StepsJudgement } from '../../check/judge-steps.ts';
import { judgeTrace, replayTrace } from '../../check/replay.ts';
import { runTrace } from '../../check/run-trace.ts';
import { kmsRecord, roleSession } from '../../cloudtrail/testing/records.ts';
import { predict } from '../../predict/predict.ts';
import { regularWorkload } from '../../predict/regular-workload.ts';
import type { ReplayReport } from '../../report/replay-report.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../../suts/embedded.ts';
import type { Trace } from '../../trace/trace.ts';
import { whyTrail } from '../../why/why-trail.ts';
import { checkHtml, judgeHtml, replayHtml } from '../html-report.ts';
import { predictHtml } from '../predict-page.ts';
import { whyHtml } from '../why-page.ts';

/** The report of a check of the reference, which conforms. */
export function conformingCheck(): Promise<CheckReport> {
  const profile = profileNamed('aws');
  return check({ profile, runs: 25, seed: 5, maxSteps: 100 }, embeddedSut(EMBEDDED_OPTIONS.get('aws')));
}

/** The report of a check of a reference with a fault, named by its mutant. */
export function violatingCheck(id: string, keepGoing = false): Promise<CheckReport> {
  const mutant = mutantCalled(id);
  return check({ profile: mutantProfile(mutant), runs: 25, seed: 3, maxSteps: 100, keepGoing }, mutantSut(mutant));
}

/** What a reference with a fault was seen to do on the steps that show it. */
export async function recordingOf(id: string): Promise<Trace> {
  const mutant = mutantCalled(id);
  const bench = { sut: mutantSut(mutant), profile: mutantProfile(mutant), seed: 1, properties: [], oracle: false };
  return (await runTrace(bench, mutant.witness.setup, mutant.witness.steps)).trace;
}

/** A trace judged as `judge` does for a page. */
export function judged({ header, steps }: Trace): Promise<StepsJudgement> {
  const stream = (async function* () {
    yield* steps;
  })();
  return judgeSteps({ header, steps: stream }, { profile: profileNamed('ideal'), coverage: true });
}

/** A recording of a reference with a fault, and its steps taken afresh on the same. */
export async function replayed(id: string): Promise<ReplayReport> {
  const trace = await recordingOf(id);
  const mutant = mutantCalled(id);
  const afresh = await replayTrace(trace, mutantProfile(mutant), mutantSut(mutant));
  return { recorded: judgeTrace(trace, mutantProfile(mutant)), afresh };
}

/** A page of each kind, by name. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  const conforming = await conformingCheck();
  const violating = await violatingCheck('cache-shared-by-all');
  const both = await violatingCheck('copy-keeps-source-key', true);
  const merged = { ...both, incomplete: 'shard 3/3 missing' };
  const recorded = await judged(await recordingOf('context-always-object-arn'));
  const named = { file: 'recorded.ndjson', command: 'npx bucketkey judge recorded.ndjson' };
  return new Map([
    ['conforming', checkHtml(conforming, [])],
    ['violating', checkHtml(violating, [{ file: 'f.ndjson', command: 'npx bucketkey replay f.ndjson' }])],
    ['merged', checkHtml(merged, [])],
    ['judged', judgeHtml(recorded, named)],
    ['why', await whyPage()],
    ['predict', await predictPage()],
    ['replayed', replayHtml(await replayed('context-always-object-arn'), named)],
  ]);
}

/** Where the calls of some roles come from, some for objects and some for bucket keys. */
async function whyPage(): Promise<string> {
  const records = Array.from({ length: 120 }, (_, at) => {
    const minute = String(at % 60).padStart(2, '0');
    const arn = `arn:aws:s3:::bucket-${at % 4}${at % 3 === 0 ? '' : `/object-${at}`}`;
    const role = roleSession(`role-${at % 5}`, 's1');
    return kmsRecord(
      `0${3 + Math.floor(at / 60)}:${minute}:00`,
      at % 2 === 0 ? 'Decrypt' : 'GenerateDataKey',
      role,
      arn,
    );
  });
  const log = { name: 'log', bytes: Readable.from([Buffer.from(JSON.stringify({ Records: records }))]) };
  return whyHtml(await whyTrail([log], {}));
}

/** What a day of some writers and readers comes to. */
async function predictPage(): Promise<string> {
  const load = { writes: 2_000, reads: 1_000, spanMs: 24 * HOUR_MS, writers: 3, readers: 2, kmsKeys: 1, oldObjects: 5 };
  const prediction = await predict(regularWorkload(load), { lifetimesMs: [HOUR_MS, 5 * HOUR_MS], caches: [1, 2] });
  return predictHtml({ prediction, quota: 10_000, migrate: undefined });
}

function mutantCalled(id: string) {
  const mutant = MUTANTS.find((one) => one.id === id);
  if (mutant === undefined) throw new Error(`there is no mutant ${id}`);
  return mutant;
}
