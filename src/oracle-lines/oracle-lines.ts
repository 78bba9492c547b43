import type { Profile, Step } from '../../model/index.ts';
import { judgedPropertyIds } from '../check/judge-steps.ts';
import { outcomeJson } from '../report/outcome-json.ts';
import { violationJson } from '../report/violation-json.ts';
import { printable } from '../trace/printable.ts';
import type { TraceHeader } from '../trace/trace.ts';
import type { BoundedLine } from './bounded-lines.ts';
import { excusesOf } from './excused.ts';
import { type Asked, askedIn, placeProblem } from './line.ts';
import { type Said, WatchedTrace } from './watched-trace.ts';

/** Longest error, in characters: it may quote the line. */
const LONGEST_ERROR = 300;

/** How lines are answered. */
export interface OracleLinesOptions {
  /** The profile to judge a trace by, or what is wrong with the one that it names. */
  profileOf(header: TraceHeader): Promise<Profile | { readonly problem: string }>;
  /** Ids of the properties to judge by; undefined = all that one trace can show. */
  readonly properties?: readonly string[] | undefined;
  /** Most outcomes that a question is answered with. */
  readonly mostOutcomes: number;
  /** Longest line in bytes, for who sends a longer one. */
  readonly maxLineBytes: number;
}

/** A trace under way. */
interface Current {
  readonly trace: WatchedTrace;
  readonly requesters: ReadonlySet<string>;
  readonly profile: Profile;
  readonly isPastKnown: boolean;
  lastAtMs: number;
}

/** Answers lines about traces, one trace after another, each with a value for JSON. A wrong line changes nothing. */
export class OracleLines {
  readonly #options: OracleLinesOptions;
  #lines = 0;
  #traces = 0;
  #current: Current | undefined;

  constructor(options: OracleLinesOptions) {
    this.#options = options;
  }

  /** Answers the next line. */
  async answer(bytes: BoundedLine): Promise<object> {
    this.#lines += 1;
    const asked: Asked =
      bytes === 'too long'
        ? { kind: 'error', error: `longer than ${this.#options.maxLineBytes} bytes` }
        : askedIn(bytes);
    const answered = await this.#answered(asked);
    return { line: this.#lines, ...answered };
  }

  async #answered(asked: Asked): Promise<object> {
    if (asked.kind === 'error') return wrong(asked.error);
    if (asked.kind === 'header') return this.#begin(asked.header);
    const current = this.#current;
    if (current === undefined) return wrong('no trace: a line with a header starts one');
    return asked.kind === 'end' ? this.#end(current) : this.#step(current, asked);
  }

  async #begin(header: TraceHeader): Promise<object> {
    const profile = await this.#options.profileOf(header);
    if ('problem' in profile) return wrong(profile.problem);
    const { setup } = header;
    this.#traces += 1;
    this.#current = {
      trace: new WatchedTrace(setup, profile, this.#options.properties),
      requesters: new Set(setup.requesters.map(({ name }) => name)),
      profile,
      isPastKnown: setup.unknown === undefined,
      lastAtMs: 0,
    };
    return { trace: this.#traces, profile: profile.name };
  }

  #step(current: Current, { step, observation, excuse }: Extract<Asked, { kind: 'step' }>): object {
    const { trace } = current;
    const problem = placeProblem(step, current.requesters, current.lastAtMs);
    if (problem !== undefined) return wrong(problem);
    if (observation === undefined) return this.#admissible(current, step);
    const excuses = excusesOf(excuse, judgedPropertyIds());
    if ('problem' in excuses) return wrong(excuses.problem);
    const said = trace.see({ step, observation }, excuses);
    // Until it comes once more, the step that violates has no time.
    if (!trace.isBroken) current.lastAtMs = step.atMs;
    return { step: trace.steps, ...saidJson(said) };
  }

  #admissible({ trace, profile, isPastKnown }: Current, step: Step): object {
    if (!isPastKnown) return wrong('the setup leaves unknown what was there before, and so what is admissible');
    const { lostBecause } = trace;
    if (lostBecause !== undefined) return wrong(`nobody can say what is admissible now: ${lostBecause}`);
    const found = trace.admissible(step, this.#options.mostOutcomes);
    if (found === undefined) return wrong('the model takes no part: --property explained is missing');
    const { outcomes, isComplete } = found;
    return { admissible: outcomes.map(outcomeJson), isComplete, transientErrors: profile.transientErrors };
  }

  #end({ trace }: Current): object {
    this.#current = undefined;
    const said = trace.end();
    return { end: true, steps: trace.steps, ...saidJson(said) };
  }
}

function wrong(error: string): { readonly error: string } {
  return { error: printable(error, LONGEST_ERROR) };
}

function saidJson({ verdict, violation, doubt, unknownBecause, excused }: Said): object {
  return {
    verdict,
    ...(violation !== undefined && { violation: violationJson(violation) }),
    ...(doubt !== undefined && { doubt: violationJson(doubt) }),
    ...(unknownBecause !== undefined && { unknownBecause }),
    ...(excused !== undefined && { excused: violationJson(excused) }),
  };
}
