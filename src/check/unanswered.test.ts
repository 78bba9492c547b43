import { describe, expect, test } from 'vitest';
import { type Observation, profileNamed } from '../../model/index.ts';
import { checkText } from '../report/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { parseTrace } from '../trace/trace-reader.ts';
import { check } from './check.ts';
import { judgeTrace, replayTrace } from './replay.ts';
import { answering } from './testing/answering.ts';

const request = { profile: profileNamed('ideal'), runs: 20, seed: 2, maxSteps: 60 };

/** The reference, with what it says of a successful GetObject put through `change`. */
function changed(change: (observation: Observation) => unknown): Sut {
  return answering(async (step, ask) => {
    const observation = await ask();
    const isRead = step.event.op === 'GetObject' && observation.status === 200;
    return (isRead ? change(observation) : observation) as Observation;
  });
}

async function found(sut: Sut) {
  const report = await check(request, sut);
  const [only] = report.violations;
  if (only === undefined) throw new Error('nothing was found');
  return { report, ...only };
}

describe('a system that does not answer', () => {
  test('throws: a violation with a shrunk trace that can be kept, judged and replayed', async () => {
    const sut = changed(() => {
      throw new TypeError('cannot read properties of undefined');
    });
    const { report, violation, trace } = await found(sut);
    expect(violation).toMatchObject({ property: 'system-answers', stepIndex: trace.steps.length - 1 });
    expect(violation.reason).toMatch(
      /^\w+ tried to read .* and got no answer: the system threw TypeError: cannot read properties of undefined$/,
    );
    expect(trace.steps.length).toBeLessThanOrEqual(3);
    expect(report.properties.at(0)).toMatchObject({ id: 'system-answers', verdict: 'violated' });
    const text = checkText(report, [{ file: 'f', command: 'npx bucketkey replay f' }]);
    expect(text).toMatch(/GetObject .* no answer {2}<-- here/);
    expect(text).toContain(`Violated: system-answers, at step ${trace.steps.length}`);

    const kept = parseTrace(formatTrace(trace), 'kept');
    expect(judgeTrace(kept, request.profile).violation).toEqual(violation);
    expect((await replayTrace(kept, request.profile, sut)).violation).toEqual(violation);
    expect((await replayTrace(kept, request.profile, embeddedSut())).verdict).toBe('conforms');
  });

  test.each<[string, () => unknown]>([
    ['Error: \\u{1b}[2J', () => Promise.reject(new Error('\u001b[2J'))],
    ['nothing', () => Promise.reject('nothing')],
    ['something without a text', () => Promise.reject(Object.create(null))],
  ])('whatever is thrown is told as %s', async (text, change) => {
    expect((await found(changed(change))).violation.reason).toContain(`: the system threw ${text}`);
  });

  test('whatever the check is about', async () => {
    const sut = changed(() => Promise.reject(new Error('no')));
    expect(await check({ ...request, properties: ['etag-class'] }, sut)).toMatchObject({
      verdict: 'violates',
      properties: [{ id: 'system-answers' }, { id: 'etag-class' }],
    });
  });
});

describe('what is no observation is the fault of the system that gave it, and not one of its answers', () => {
  test.each<[string, (right: Observation) => unknown]>([
    ['expected object, received undefined', () => undefined],
    ['unknown field "etg"', ({ etag, ...rest }) => ({ ...rest, etg: etag })],
    ['status: expected number, received string', (right) => ({ ...right, status: '200' })],
    ['etag: expected string, received number', (right) => ({ ...right, etag: 5 })],
    [' is in quotes, as the header has it', (right) => ({ ...right, etag: '"0cc175b9c0f1b6a831c399e269772661"' })],
    ['kmsCalls: expected array, received number', (right) => ({ ...right, kmsCalls: 1 })],
    ['expected', (right) => ({ ...right, status: 200n })],
    ['characters are more than the 16000', (right) => ({ ...right, code: 'x'.repeat(20_000) })],
  ])('%s', async (problem, change) => {
    const { violation } = await found(changed(change));
    expect(violation.property).toBe('system-answers');
    expect(violation.reason).toContain('got no answer: what the system gave is no observation: ');
    expect(violation.reason).toContain(problem);
  });

  test('a part that is there and undefined was not looked at', async () => {
    const unseen = { etag: undefined, kmsCalls: undefined };
    expect(
      (
        await check(
          request,
          changed((right) => ({ ...right, ...unseen })),
        )
      ).verdict,
    ).toBe('conforms');
  });
});
