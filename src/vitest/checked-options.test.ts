import { expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { checkedOptions } from './checked-options.ts';
import type { SuiteOptions } from './suite-options.ts';

const sut = embeddedSut();

test.each<[unknown, string]>([
  [{ seed: -1 }, 'seed takes a whole number from 0 to 4294967295, not -1'],
  [{ runs: 0 }, 'runs takes a whole number from 1 to 1000000000, not 0'],
  [{ runs: 1.5 }, 'runs takes a whole number from 1 to 1000000000, not 1.5'],
  [{ maxSteps: '3' }, 'maxSteps takes a whole number from 1 to 100000, not "3"'],
  [{ timeoutMs: 0 }, 'timeoutMs takes a whole number from 1 to 2147483647, not 0'],
  [{ stepTimeoutMs: 2 ** 31 }, 'stepTimeoutMs takes a whole number from 1 to 2147483647, not 2147483648'],
  [{ keepGoing: 1 }, 'keepGoing takes true or false, not 1'],
  [{ failures: '' }, 'failures takes the path of a folder, or false, not ""'],
  [{ failures: true }, 'failures takes the path of a folder, or false, not true'],
  [{ run: 3 }, 'there is no option of a suite "run" (did you mean runs?)'],
  [{ toString: 3 }, 'there is no option of a suite "toString"'],
  [null, 'bucketkeySuite takes an object of options, not null'],
  [{ properties: [] }, 'properties takes ids of properties in an array; left out, all are checked, not []'],
  [{ properties: 'errors' }, 'properties takes ids of properties in an array; left out, all are checked, not "errors"'],
  [{ properties: ['unique-datakeys'] }, 'there is no property "unique-datakeys" (did you mean unique-data-keys?)'],
  [{ properties: ['dominance'], profile: profileNamed('aws') }, 'dominance cannot be judged under the profile aws'],
  [{ deterministic: 1 }, 'deterministic takes true or false, not 1'],
  [{ only: 'eror' }, 'only: there is no test "eror" (did you mean errors?)'],
  [{ only: 'errors', properties: ['decryptable'] }, 'only: there is no test "errors"'],
  [{ only: [] }, 'only takes the id of a test, or several in an array, not []'],
  [{ profile: 'aws' }, "profile takes a profile, such as profileNamed('aws')"],
  [{ sut: 'mine' }, 'sut takes an object with name, supports and start, not "mine"'],
  [{ sut: { ...sut, name: undefined } }, 'sut.name takes a name for reports, not undefined'],
  [{ sut: { ...sut, supports: [] } }, 'sut.supports takes names of operations, not []'],
  [{ sut: { ...sut, supports: ['PutObjekt'] } }, 'sut.supports: there is no operation "PutObjekt" (did you mean'],
  [{ sut: { ...sut, start: undefined } }, 'sut.start takes a function of a setup and a seed, not undefined'],
])('%j is refused', (options, message) => {
  expect(() => checkedOptions(options as SuiteOptions)).toThrow(message);
  expect(() => checkedOptions(options as SuiteOptions)).toThrow(RangeError);
});

test('what is left out is filled in, and tests come in the order of reports', () => {
  const { sut: embedded, ...rest } = checkedOptions({ properties: ['errors', 'explained'], only: 'errors' });
  expect(embedded.name).toBe('embedded reference');
  expect(rest).toEqual({
    profile: profileNamed('ideal'),
    tests: ['system-answers', 'explained', 'errors'],
    only: ['errors'],
    runs: 100,
    seed: 1,
    maxSteps: 300,
    keepGoing: true,
    stepTimeoutMs: undefined,
    timeoutMs: 120_000,
    failures: 'bucketkey-failures',
  });
});

test('a property that the profile asks for besides can be chosen', () => {
  const profile = { ...profileNamed('aws'), leastReuse: 0.5 };
  expect(checkedOptions({}).tests).not.toContain('least-reuse');
  expect(checkedOptions({ profile, properties: ['least-reuse'] }).tests).toContain('least-reuse');
});
