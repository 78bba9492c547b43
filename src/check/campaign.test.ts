import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { embeddedSut, embeddedSutOf } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { type CampaignRequest, planOf, type RunExecutor, runCampaign } from './campaign.ts';
import { check } from './check.ts';
import type { CheckReport } from './check-report.ts';
import type { CheckState } from './check-state.ts';
import { type BatchResult, batchRunner, type RunBatch } from './run-batch.ts';
import { answering } from './testing/answering.ts';

const profile = profileNamed('ideal');
const faulty = mutantSut(MUTANTS.find(({ id }) => id === 'cache-lifetime-slides')!);

/** A system that is right for its first sessions, and faulty from then on. */
function faultyFrom(session: number): Sut {
  const right = embeddedSut();
  let started = 0;
  return { ...right, start: (setup, seed) => (started++ < session ? right : faulty).start(setup, seed) };
}

function request(more: Partial<CampaignRequest>): CampaignRequest {
  return { profile, runs: 40, seed: 3, maxSteps: 30, ...more };
}

/** A crew of so many whose batches take turns to be late, and come back as copies, as from another thread. */
function crewOf(workers: number, given: CampaignRequest, sut: Sut, seen: RunBatch[] = []): RunExecutor {
  const runBatch = batchRunner(planOf(given), sut);
  const run = async (batch: RunBatch): Promise<BatchResult> => {
    seen.push(batch);
    const result = await runBatch(batch);
    await wait(seen.length % 2 === 0 ? 0 : 5);
    return structuredClone(result);
  };
  return { batchSize: 3, width: workers * 2, run };
}

async function statesOf(given: CampaignRequest, sut: Sut): Promise<{ report: CheckReport; states: CheckState[] }> {
  const states: CheckState[] = [];
  const report = await runCampaign({ ...given, onState: (state) => states.push(state) }, sut, crewOf(2, given, sut));
  return { report, states };
}

describe('the report does not depend on who makes the runs', () => {
  test('any number of workers report what one thread does, when all conforms', async () => {
    const sut = embeddedSut();
    const given = request({ runs: 15 });
    const alone = await check(given, sut);
    for (const workers of [1, 2, 3]) expect(await runCampaign(given, sut, crewOf(workers, given, sut))).toEqual(alone);
  });

  test('all find the violation of the smallest run, shrunk alike, and count nothing after it', async () => {
    const given = request({ runs: 300, maxSteps: 120, seed: 7 });
    const alone = await check(given, faulty);
    expect(alone.verdict).toBe('violates');
    expect(alone.runs).toBeLessThan(300);
    for (const workers of [1, 3]) {
      const seen: RunBatch[] = [];
      expect(await runCampaign(given, faulty, crewOf(workers, given, faulty, seen))).toEqual(alone);
      // Not because nobody went further: with several workers later batches were under way.
      if (workers > 1) expect(Math.max(...seen.map(({ to }) => to))).toBeGreaterThan(alone.runs);
    }
  });

  test('a run that breaks down ends the check, in its turn', async () => {
    const sut = embeddedSut();
    const runBatch = async () => Promise.reject(new Error('out of order'));
    const crew: RunExecutor = { batchSize: 3, width: 4, run: runBatch };
    await expect(runCampaign(request({}), sut, crew)).rejects.toThrow('out of order');
  });
});

describe('a check that goes on after a violation', () => {
  const partsOf = (id: string) => MUTANTS.find((one) => one.id === id)!.parts;
  const doubly: Sut = embeddedSutOf({
    ...partsOf('nonce-always-zero'),
    bucketKeys: partsOf('cache-lifetime-slides').bucketKeys,
  });
  const given = request({ runs: 40, maxSteps: 120, keepGoing: true, seed: 4 });

  test('tells two faults apart, what follows from each below it, and judges all else by all runs', async () => {
    const report = await check(given, doubly);
    expect(report).toMatchObject({ verdict: 'violates', runs: 40 });
    const told = report.violations.map(({ violation, also }) => [violation.property, ...also]);
    expect(told).toHaveLength(2);
    expect(told[0]?.[0]).toBe('unique-nonces');
    expect(told[1]).toEqual(expect.arrayContaining(['bounded-reads', 'explained', 'every-requester-pays']));
    const verdicts = new Set(report.properties.map(({ verdict }) => verdict));
    expect(verdicts).not.toContain('not-judged');
    expect(verdicts).toContain('holds');
    expect(report.properties.find(({ id }) => id === 'errors')?.checked).toBeGreaterThan(400);
  });

  test('comes to the same whoever makes the runs, and from wherever it is continued', async () => {
    const states: CheckState[] = [];
    const watched = { ...given, runs: 12, onState: (state: CheckState) => states.push(state) };
    const report = await check({ ...given, runs: 12 }, doubly);
    expect(await runCampaign(watched, doubly, crewOf(2, given, doubly))).toEqual(report);
    const between = states.find(({ violations }) => violations.length === 1);
    const again = { ...given, runs: 12, resumeFrom: structuredClone(between!) };
    expect(await runCampaign(again, doubly, crewOf(1, given, doubly))).toEqual(report);
  });

  test('one that ends with the first says of what it has not judged', async () => {
    const report = await check({ ...given, keepGoing: false }, doubly);
    expect(report).toMatchObject({ endedBy: 'unique-nonces', violations: [{}] });
    const verdicts = report.properties.map(({ id, verdict }) => (id === 'unique-nonces' ? 'it' : verdict));
    expect(new Set(verdicts)).toEqual(new Set(['it', 'not-judged']));
  });

  test('a system that throws now and then is told so once, and judged by what it answers', async () => {
    const throwing = answering(async (step, ask) => {
      if (step.event.op === 'HeadObject') throw new Error('no HEAD');
      return ask();
    });
    const report = await check({ ...given, runs: 20 }, throwing);
    expect(report).toMatchObject({ runs: 20, violations: [{ violation: { property: 'system-answers' } }] });
    expect(report.properties.find(({ id }) => id === 'explained')).toMatchObject({ verdict: 'holds' });
  });
});

describe('a check can be continued', () => {
  test('from each state it told, it comes to the same report', async () => {
    const sut = embeddedSut();
    const { report, states } = await statesOf(request({}), sut);
    expect(states.length).toBeGreaterThan(10);
    expect(states.map(({ complete }) => complete)).toEqual([...states.slice(1).map(() => false), true]);
    for (const resumeFrom of [states[0]!, states[7]!, states.at(-1)!]) {
      const again = request({ resumeFrom: structuredClone(resumeFrom) });
      expect(await runCampaign(again, sut, crewOf(1, again, sut))).toEqual(report);
    }
  });

  test('an end by a violation is an end: nothing is run again', async () => {
    const { report, states } = await statesOf(request({ runs: 300, maxSteps: 120 }), faulty);
    const resumeFrom = states.at(-1)!;
    expect(resumeFrom).toMatchObject({ complete: true, violations: [{ run: report.runs - 1 }] });
    const idle: RunExecutor = { batchSize: 1, width: 1, run: async () => Promise.reject(new Error('run again')) };
    expect(await runCampaign(request({ runs: 300, maxSteps: 120, resumeFrom }), faulty, idle)).toEqual(report);
  });

  test('interrupted while it shrinks, it tells the state before the violation: shrinking is done again', async () => {
    const aborter = new AbortController();
    const states: CheckState[] = [];
    const given = request({
      runs: 300,
      maxSteps: 300,
      signal: aborter.signal,
      onProgress: ({ phase }) => phase === 'shrinking' && aborter.abort(),
      onState: (state) => states.push(state),
    });
    const sut = faultyFrom(10);
    const report = await runCampaign(given, sut, crewOf(1, given, sut));
    expect(report.verdict).toBe('violates');
    expect(states.at(-1)).toMatchObject({ complete: false, violations: [] });
    expect(states.at(-1)!.tally.runs).toBeLessThan(report.runs);
  });
});

describe('a check that ends early', () => {
  test('does not wait for batches nobody will hear of', async () => {
    const aborter = new AbortController();
    const stopped = new Promise<never>((_, reject) =>
      aborter.signal.addEventListener('abort', () => reject(new Error('stopped'))),
    );
    stopped.catch(() => {});
    const sut = embeddedSut();
    const given = request({ signal: aborter.signal, onProgress: ({ runs }) => runs === 6 && aborter.abort() });
    const runBatch = batchRunner(planOf(given), sut);
    const crew: RunExecutor = { batchSize: 3, width: 4, run: (batch) => (batch.from < 6 ? runBatch(batch) : stopped) };
    expect(await runCampaign(given, sut, crew)).toMatchObject({
      verdict: 'unknown',
      incomplete: 'interrupted after 6 of 40 runs',
      runs: 6,
    });
  });

  test('when its time is up before the runs are made, they are still to be made', async () => {
    const { report, states } = await statesOf(request({ runs: 1_000_000, seconds: 0.2 }), embeddedSut());
    const incomplete = `${report.runs} of 1000000 runs were made`;
    expect(report).toMatchObject({ verdict: 'unknown', incomplete, runsAsked: 1_000_000 });
    expect(states.at(-1)).toMatchObject({ complete: false, tally: { runs: report.runs } });
  });

  test('where a time alone was asked for, one run is enough, and none is not', async () => {
    const { runs: _runs, ...noNumber } = request({});
    const { report, states } = await statesOf({ ...noNumber, seconds: 0.2 }, embeddedSut());
    expect(report).toMatchObject({ verdict: 'conforms', runsAsked: null });
    expect(states.at(-1)).toMatchObject({ complete: true, tally: { runs: report.runs } });
    const none = await statesOf({ ...noNumber, seconds: 1e-9 }, embeddedSut());
    expect(none.report).toMatchObject({ verdict: 'unknown', incomplete: 'no run was made', runs: 0 });
    expect(none.states.at(-1)).toMatchObject({ complete: false });
    await expect(statesOf(noNumber, embeddedSut())).rejects.toThrow('neither runs nor seconds are given');
  });

  test('a system that hangs ends with the signal, and what was found before is kept', async () => {
    const right = embeddedSut();
    let started = 0;
    const hanging: Sut = {
      ...right,
      start: async (setup, seed) => {
        started += 1;
        if (started < 20) return right.start(setup, seed);
        setTimeout(() => interruption.abort(), 10);
        return new Promise(() => {});
      },
    };
    const interruption = new AbortController();
    const report = await check(request({ signal: interruption.signal }), hanging);
    expect(report.runs).toBeGreaterThan(5);
    expect(report.runs).toBeLessThan(20);
  });

  test('so does one that hangs while its violation is shrunk', async () => {
    let started = 0;
    const interruption = new AbortController();
    const hanging: Sut = {
      ...faulty,
      start: async (setup, seed) => {
        started += 1;
        if (!interruption.signal.aborted) return faulty.start(setup, seed);
        return new Promise(() => {});
      },
    };
    const onProgress = ({ phase }: { readonly phase: string }) => {
      if (phase === 'shrinking' && started > 0) interruption.abort();
    };
    const given = request({ runs: 300, maxSteps: 300, signal: interruption.signal, onProgress });
    expect(await check(given, hanging)).toMatchObject({ verdict: 'violates', violations: [{}] });
  });

  test('the time is up even if the clock is set back meanwhile', async () => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(0);
    const { report } = await statesOf(request({ runs: 1_000_000, seconds: 0.2 }), embeddedSut());
    expect(report.runs).toBeLessThan(100_000);
    clock.mockRestore();
  });
});
