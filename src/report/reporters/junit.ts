import Builder from 'fast-xml-builder';
import type { PropertyReport } from '../../check/check-report.ts';
import { DETERMINISTIC } from '../../check/twice/deterministic.ts';
import { printable } from '../../trace/printable.ts';
import { BECAUSE } from '../because-text.ts';
import { determinismText, otherwiseStory } from '../determinism-text.ts';
import { metText, staleText } from '../known-lines.ts';
import { countedText } from '../quantity-text.ts';
import { cutText } from '../shown.ts';
import { type Finding, findingHeadline, findingText, type Outcome, outcomeOf } from './outcome.ts';
import type { Reporter } from './reporter.ts';

/** A test case, as the builder takes it: `@` begins an attribute. */
interface Case {
  readonly '@name': string;
  readonly '@classname': string;
  readonly skipped?: string;
  readonly error?: readonly Problem[];
  readonly failure?: readonly Problem[];
}

interface Problem {
  readonly '@type': string;
  readonly '@message': string;
  readonly '#text': string;
}

/**
 * JUnit XML as Jenkins, GitLab and others read it: a test case for each property. What was not exercised, or not
 * judged, is skipped; what is unknown is an error, and never passes.
 */
export const junit: Reporter = {
  name: 'junit',
  title: 'JUnit XML, a test case for each property',
  isLog: false,
  write: (reported) => xmlOf(outcomeOf(reported)),
};

function xmlOf(outcome: Outcome): string {
  const { sut, profile, verdict } = outcome;
  const cases = casesOf(outcome);
  const counts = {
    '@tests': cases.length,
    '@failures': cases.filter(({ failure }) => failure !== undefined).length,
    '@errors': cases.filter(({ error }) => error !== undefined).length,
  };
  const suite = {
    '@name': xmlText(`${cutText(sut, 200)}, profile ${profile}`),
    ...counts,
    '@skipped': cases.filter(({ skipped }) => skipped !== undefined).length,
    properties: { property: [{ '@name': 'verdict', '@value': verdict }] },
    testcase: cases,
  };
  const builder = new Builder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
  });
  const declaration = { '@version': '1.0', '@encoding': 'UTF-8' };
  return builder.build({ '?xml': declaration, testsuites: { '@name': 'bucketkey', ...counts, testsuite: suite } });
}

function casesOf(outcome: Outcome): readonly Case[] {
  const { properties, findings, verdict } = outcome;
  const listed = properties.map((property) => ({
    ...caseCalled(property.id),
    ...resultOf(property, outcome),
  }));
  // That the system answers is asked of every check, and is no property of the list.
  const unlisted = findings.filter(({ violation }) => !properties.some(({ id }) => id === violation.property));
  const others = unlisted.map((found) => ({ ...caseCalled(found.violation.property), ...resultOfFindings([found]) }));
  const cases: readonly Case[] = [...listed, ...others, ...knownCases(outcome), ...determinismCases(outcome)];
  const isTold = verdict !== 'unknown' || cases.some(({ error }) => error !== undefined);
  return isTold ? cases : [...cases, { ...caseCalled('verdict'), error: [unknownProblem(outcome)] }];
}

/** A known deviation passes for nothing; one that nobody met fails, as it does the command. */
function knownCases({ known }: Outcome): readonly Case[] {
  return known.map((one) => {
    const told = { ...caseCalled(`known: ${one.deviation.id}`) };
    if (!one.isStale) return { ...told, skipped: xmlText(one.times > 0 ? metText(one) : 'not met in the runs made') };
    return { ...told, failure: [{ '@type': 'stale', '@message': xmlText(staleText(one)), '#text': '' }] };
  });
}

/** That the same steps are answered alike is a case of its own where it was asked for, as it is for the exit code. */
function determinismCases({ determinism }: Outcome): readonly Case[] {
  if (determinism === undefined) return [];
  const { compared, first } = determinism;
  const told = caseCalled(DETERMINISTIC);
  const text = xmlText(determinismText(determinism));
  if (first === undefined) return [{ ...told, ...(compared === 0 && { skipped: text }) }];
  return [
    { ...told, failure: [{ '@type': 'differs', '@message': text, '#text': `\n${xmlText(otherwiseStory(first))}` }] },
  ];
}

function caseCalled(name: string): Pick<Case, '@name' | '@classname'> {
  return { '@name': xmlText(name), '@classname': 'bucketkey' };
}

function resultOf({ id, verdict, because, checked }: PropertyReport, outcome: Outcome): Partial<Case> {
  const found = outcome.findings.filter(({ violation }) => violation.property === id);
  switch (verdict) {
    case 'holds':
      return {};
    case 'not-exercised':
      if (because !== undefined) return { skipped: BECAUSE[because] };
      return { skipped: `${countedText(checked, 'step')} checked; its case never occurred, so nothing is claimed` };
    case 'not-judged':
      return { skipped: 'not judged: the run had ended before' };
    case 'violated':
      return found.length > 0 ? resultOfFindings(found) : { failure: [alsoProblem(id, outcome)] };
    case 'unknown':
      return found.length > 0 ? resultOfFindings(found) : { error: [unknownProblem(outcome)] };
  }
}

function resultOfFindings(findings: readonly Finding[]): Partial<Case> {
  const [broken, doubted] = [findings.filter(isBroken), findings.filter((found) => !isBroken(found))];
  return {
    ...(doubted.length > 0 && { error: doubted.map(problemOf) }),
    ...(broken.length > 0 && { failure: broken.map(problemOf) }),
  };
}

function isBroken({ violation }: Finding): boolean {
  return violation.onlyIf === undefined;
}

function problemOf(finding: Finding): Problem {
  const { violation } = finding;
  return {
    '@type': violation.onlyIf === undefined ? 'violated' : 'unknown',
    '@message': xmlText(findingHeadline(finding)),
    '#text': `\n${xmlText(findingText(finding))}`,
  };
}

/** A property that is violated by the trace of another one. */
function alsoProblem(id: string, { findings }: Outcome): Problem {
  const of = findings.find(({ also }) => also.includes(id));
  const message = `${id}: violated by the trace of ${of?.violation.property ?? 'another property'}`;
  return { '@type': 'violated', '@message': xmlText(message), '#text': '' };
}

function unknownProblem({ unknownBecause = 'a bound was hit' }: Outcome): Problem {
  return { '@type': 'unknown', '@message': xmlText(`unknown: ${cutText(unknownBecause)}`), '#text': '' };
}

/** Not even escaped may a text of XML 1.0 have these: controls, halves of surrogates, U+FFFE and U+FFFF. */
function xmlText(text: string): string {
  const lines = text.split('\n').map((line) => printable(line));
  return lines.join('\n').replace(/[\uFFFE\uFFFF]/g, (found) => `\\u{${found.charCodeAt(0).toString(16)}}`);
}
