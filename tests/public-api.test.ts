import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const ENTRIES = readdirSync(join(root, 'src/api'), 'utf8').map((file) => file.replace(/\.ts$/, ''));
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
};

/** The names each entry exports, types included. */
function exportedNames(): Map<string, readonly string[]> {
  const files = ENTRIES.map((entry) => join(root, 'src/api', `${entry}.ts`));
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  return new Map(
    files.map((file, i) => {
      const symbol = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
      return [ENTRIES[i]!, checker.getExportsOfModule(symbol).map(({ name }) => name)];
    }),
  );
}

/** Entries that are files: schemas, and examples. */
const DATA = ['./package.json', './schema/*.json', './examples/scopes/*', './examples/traces/*'];

describe('what a user may import', () => {
  const names = exportedNames();

  test('every entry of the package is a file of src/api, and the other way round, but for data', () => {
    const entries = ENTRIES.map((entry) => (entry === 'index' ? '.' : `./${entry}`));
    expect(Object.keys(exports).sort()).toEqual([...entries, ...DATA].sort());
  });

  test('the names, so that none is added or lost unseen', () => {
    const text = [...names].map(([entry, own]) => `${entry}: ${[...own].sort().join(' ')}`).sort();
    expect(text.join('\n').replaceAll(/(.{1,100})( |$)/gm, '$1\n')).toMatchInlineSnapshot(`
      "fast-check: GeneratedTrace TraceOptions classifyTrace conforms holds operations traces

      index: BucketKeeper BucketPool CheckProgress CheckReport CheckRequest DescribedProfile
      DeterminismReport DifferingAnswer DifferingPart EventStatistics FoundViolation JudgeRequest
      LiveNames NamePairs NearMiss Oracle OracleBounds ProfileFile PropertyReport PropertyVerdict
      ReplayFile ReplayResult SessionBuckets StepsJudgement Sut SutSession Trace TraceError TraceHeader
      TraceSource TraceStream Verdict Violation check checkText embeddedSut formatTrace judgeSteps
      judgeTrace modelSut parseTrace profileOf propertyIds readTraceFile readTraceSteps replayTrace
      tellStory writeTraceFile

      model: BucketPolicyStatement BucketSetup CHARTS ChoicePoint Choices Chooser EncryptionHeaders
      EncryptionRule Event EventName EventOf FIRST_OPTION KeyPolicyStatement KmsCall KmsKeySetup
      MachineCast MachineFeed OPENNESS OPERATIONS Observation Outcome PROFILES Profile REQUIREMENTS
      ReplicationRule Requester Requirement Seen Setup Step StepResult World bucketkeyMachine
      forEachResult givenChoices initialWorld profileNamed step

      properties: Needs ObservedStep PROPERTIES Property

      record: Recorder

      reference: DEFAULT_REFERENCE_OPTIONS Reference ReferenceOptions createReference

      vitest: JudgedSession SessionOptions SuiteOptions bucketkeyMatchers bucketkeySuite bucketkeyTest
      "
    `);
  });

  test('no more than a hundred and ten in all, each in one entry', () => {
    const all = [...names.values()].flat();
    expect(all.length).toBeLessThanOrEqual(110);
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
  });
});
