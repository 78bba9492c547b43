import { describe, expect, test } from 'vitest';
import { PROFILES, profileNamed } from '../../model/index.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { check } from './check.ts';
import type { PropertyReport } from './check-report.ts';
import type { CheckRequest } from './check-request.ts';
import { propertyIds } from './choose.ts';
import { judgeTrace, replayTrace } from './replay.ts';

function request(more: Partial<CheckRequest>): CheckRequest {
  return { profile: profileNamed('ideal'), runs: 20, seed: 1, maxSteps: 300, ...more };
}

function mutant(id: string) {
  const found = MUTANTS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no mutant ${id}`);
  return mutantSut(found);
}

describe('check', () => {
  test('equal requests give equal reports', async () => {
    expect(await check(request({ runs: 5 }), embeddedSut())).toEqual(await check(request({ runs: 5 }), embeddedSut()));
  });

  test('another seed runs other traces', async () => {
    const [one, two] = [
      await check(request({ runs: 3 }), embeddedSut()),
      await check(request({ runs: 3, seed: 2 }), embeddedSut()),
    ];
    expect(one.events).not.toEqual(two.events);
  });

  test.each(PROFILES)('the reference conforms under $name, and says what was not exercised', async (profile) => {
    const report = await check(request({ profile, runs: 15 }), embeddedSut(EMBEDDED_OPTIONS.get(profile.name)));
    expect(report.verdict).toBe('conforms');
    for (const { verdict, exercised } of report.properties)
      expect(verdict).toBe(exercised > 0 ? 'holds' : 'not-exercised');
  });

  test('a property that cannot occur is not exercised, not passed', async () => {
    const report = await check(
      request({ profile: profileNamed('huawei-obs'), properties: ['replica-type'] }),
      embeddedSut(),
    );
    expect(report.properties).toMatchObject([
      { id: 'replica-type', verdict: 'not-exercised', checked: 0, exercised: 0 },
    ]);
  });

  test('a violation is shrunk to a few steps, replays, and stands as recorded', async () => {
    const sut = mutant('cache-lifetime-slides');
    const report = await check(request({ runs: 200, seed: 2 }), sut);
    expect(report.verdict).toBe('violates');
    const [found] = report.violations;
    if (found === undefined) throw new Error('no violation');
    expect(found.trace.steps.length).toBeLessThanOrEqual(6);
    expect(found.foundAtLength).toBeGreaterThan(found.trace.steps.length);
    expect(judgeTrace(found.trace, profileNamed('ideal')).verdict).toBe('violates');
    expect((await replayTrace(found.trace, profileNamed('ideal'), sut)).violation?.property).toBe(
      found.violation.property,
    );
    expect((await replayTrace(found.trace, profileNamed('ideal'), embeddedSut())).verdict).toBe('conforms');
  });

  test('a trace that is judged, and one taken afresh, say what was found for each property', async () => {
    const sut = mutant('cache-lifetime-slides');
    const properties = propertyIds().filter((id) => id !== 'explained');
    const [found] = (await check(request({ runs: 200, properties }), sut)).violations;
    if (found === undefined) throw new Error('no violation');
    const of = (properties: readonly PropertyReport[], ...ids: readonly string[]) =>
      ids.map((id) => properties.find((one) => one.id === id)?.verdict);
    const ids = [found.violation.property, 'explained', 'symmetry', 'independence'];
    const recorded = judgeTrace(found.trace, profileNamed('ideal'));
    expect(of(recorded.properties, ...ids)).toEqual(['violated', 'not-judged', undefined, undefined]);
    expect(recorded.properties[0]).toMatchObject({ id: 'explained', checked: found.violation.stepIndex + 1 });
    const broken = await replayTrace(found.trace, profileNamed('ideal'), sut);
    expect(of(broken.properties, ...ids)).toEqual(['violated', 'not-judged', 'not-judged', 'not-judged']);
    const sound = await replayTrace(found.trace, profileNamed('ideal'), embeddedSut());
    expect(of(sound.properties, ...ids.slice(1))).toEqual(['holds', 'holds', 'holds']);
  });

  test('an abort ends it with what was found so far', async () => {
    const aborter = new AbortController();
    const report = await check(
      request({ runs: 1_000, signal: aborter.signal, onProgress: ({ runs }) => runs === 3 && aborter.abort() }),
      embeddedSut(),
    );
    expect(report).toMatchObject({ runs: 3, runsAsked: 1_000, verdict: 'unknown' });
  });

  test('an unknown property is named', async () => {
    await expect(check(request({ properties: ['nothing'] }), embeddedSut())).rejects.toThrow(
      'there is no property "nothing"',
    );
  });
});
