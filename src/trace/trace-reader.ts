import { isUtf8 } from 'node:buffer';
import { EVENT_NAMES, type EventName } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { duplicateName, namesOf } from './duplicate-name.ts';
import { checkedHeader } from './header-check.ts';
import { issueText } from './issue-text.ts';
import { parseJsonLine } from './json-line.ts';
import { MAX_LINE_BYTES, MAX_NAME_CHARACTERS, type TraceBounds, WHOLE_BOUNDS } from './limits.ts';
import { LineSplitter } from './line-splitter.ts';
import { nameProblem } from './name-check.ts';
import { rawProblem } from './raw-check.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { acceptedNames, acceptorOf } from './schema/acceptor.ts';
import { firstFindings } from './schema/first-findings.ts';
import { type StepLine, stepLineSchema } from './schema/trace-schema.ts';
import { stepProblem, timeProblem } from './step-check.ts';
import type { Trace, TraceHeader } from './trace.ts';
import { TraceError } from './trace-error.ts';

/**
 * Takes the bytes of a trace piece by piece, gives its steps one by one, and refuses at the first byte that cannot
 * belong to a trace.
 */
export class TraceReader {
  private readonly file: string;
  private readonly bounds: TraceBounds;
  private readonly placeOf: ((line: number) => string) | undefined;
  private readonly reordered: ReorderBuffer | undefined;
  private readonly splitter = new LineSplitter(MAX_LINE_BYTES);
  private header: TraceHeader | undefined;
  private requesters: ReadonlySet<string> = new Set();
  private lastAtMs = 0;
  private line = 0;
  private bytes = 0;

  /**
   * `file` is the name errors carry; steps that are late by up to `reorderMs` are put in order. `placeOf` says where in
   * the file a line is whose number means nothing to a reader.
   */
  constructor(file: string, bounds: TraceBounds, reorderMs = 0, placeOf?: (line: number) => string) {
    this.file = file;
    this.placeOf = placeOf;
    this.reordered = reorderMs === 0 ? undefined : new ReorderBuffer(reorderMs);
    this.bounds = bounds;
  }

  /** The header, once its line was taken. */
  get traceHeader(): TraceHeader | undefined {
    return this.header;
  }

  /** Number of the line that is not complete yet, counted from 1. */
  get openLine(): number {
    return this.line + 1;
  }

  /**
   * Takes the next bytes and gives the steps they complete. Each step is given before the line behind it is looked at,
   * unless steps are put in order.
   *
   * @throws TraceError
   */
  *push(chunk: Uint8Array): Generator<ObservedStep> {
    this.bytes += chunk.length;
    if (this.bytes > this.bounds.bytes) throw this.error(`more than ${this.bounds.bytes} bytes`, this.openLine);
    for (const line of this.splitter.push(chunk)) {
      const step = this.take(line, true);
      if (step !== undefined) yield step;
      if (this.reordered !== undefined) yield* this.reordered.due();
    }
    if (this.splitter.tooLong) throw this.error(`line longer than ${MAX_LINE_BYTES} bytes`, this.openLine);
  }

  /**
   * Gives the step of a last line without a newline, when all bytes were taken.
   *
   * @throws TraceError
   */
  *finish(): Generator<ObservedStep> {
    const step = this.splitter.hasOpenLine ? this.take(this.splitter.takeOpenLine(), false) : undefined;
    if (this.header === undefined)
      throw new TraceError(this.file, undefined, 'empty: a trace starts with a header line');
    if (step !== undefined) yield step;
    if (this.reordered !== undefined) yield* this.reordered.rest();
  }

  /** Takes a line: the first is the header, every other a step, which is given at once or held back. */
  private take(bytes: Buffer, complete: boolean): ObservedStep | undefined {
    this.line += 1;
    if (this.line - 1 > this.bounds.steps) throw this.error(`more than ${this.bounds.steps} steps`);
    const text = this.decode(bytes);
    const step = this.header === undefined ? undefined : acceptedStep(text);
    if (step !== undefined) return this.stepOf(step, text.length);
    const parsed = parseJsonLine(text);
    if ('problem' in parsed)
      throw this.error(complete ? parsed.problem : `${parsed.problem}; the file ends within this line: truncated?`);
    const twice = duplicateName(text, namesOf(parsed.value));
    if (twice !== undefined) throw this.error(`the name ${JSON.stringify(twice)} is there twice in one object`);
    if (this.header !== undefined) return this.stepOf(this.validated(parsed.value), text.length);
    this.takeHeader(parsed.value);
    return undefined;
  }

  private decode(bytes: Buffer): string {
    if (!isUtf8(bytes)) throw this.error('not UTF-8 text');
    return bytes.toString('utf8');
  }

  private takeHeader(value: unknown): void {
    const checked = checkedHeader(value);
    if ('problem' in checked) throw this.error(checked.problem);
    this.header = checked.header;
    this.requesters = new Set(checked.header.setup.requesters.map((requester) => requester.name));
  }

  private validated(value: unknown): StepLine {
    const result = firstFindings(stepLineSchema, value);
    if (!result.success) throw this.error(issueText(result.error));
    // What was parsed, not zod's copy of it: the copy has lost context pairs named `__proto__`. The schemas transform
    // nothing.
    return value as StepLine;
  }

  /** `length` is that of the line: a short one has no long name. */
  private stepOf(line: StepLine, length: number): ObservedStep | undefined {
    const { raw } = line.observation;
    const problem =
      (raw === undefined ? undefined : rawProblem(raw)) ??
      (length > MAX_NAME_CHARACTERS ? nameProblem(line) : undefined) ??
      (this.reordered === undefined ? timeProblem(line.atMs, this.lastAtMs) : undefined) ??
      stepProblem(line, this.requesters);
    if (problem !== undefined) throw this.error(problem);
    this.lastAtMs = line.atMs;
    shareName(line.event);
    const { atMs, endMs, by, event, observation } = line;
    const seen = { step: { atMs, by, event }, observation, ...(endMs !== undefined && { endMs }) };
    if (this.reordered === undefined) return seen;
    const late = this.reordered.add(seen, length);
    if (late !== undefined) throw this.error(late);
    return undefined;
  }

  private error(problem: string, line = this.line): TraceError {
    if (this.placeOf === undefined) return new TraceError(this.file, line, problem);
    return new TraceError(this.file, undefined, `${this.placeOf(line)}: ${problem}`);
  }
}

const NAMES: ReadonlyMap<string, EventName> = new Map(EVENT_NAMES.map((name) => [name, name]));

/**
 * Gives an event the one text of its name that is in the program: texts from a file are compared letter by letter, over
 * and over.
 */
function shareName(event: { op: EventName }): void {
  event.op = NAMES.get(event.op) ?? event.op;
}

const isStepLine = acceptorOf(stepLineSchema);

/**
 * A line that is all right, at once: its depth needs no bound, since the parser does not recurse and nothing deep is
 * accepted but the raw part, which is looked at next. Of any other the careful way finds out what is wrong.
 */
function acceptedStep(text: string): StepLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const names = acceptedNames(isStepLine, value);
    return names >= 0 && duplicateName(text, names) === undefined ? (value as StepLine) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a trace from a text; `name` stands for the file in errors.
 *
 * @throws TraceError
 */
export function parseTrace(text: string, name: string): Trace {
  const reader = new TraceReader(name, WHOLE_BOUNDS);
  const steps = [...reader.push(Buffer.from(text, 'utf8')), ...reader.finish()];
  return { header: headerOf(reader), steps };
}

/** The header a reader has taken; every reader that gave a step or came to its end has one. */
export function headerOf({ traceHeader }: TraceReader): TraceHeader {
  if (traceHeader === undefined) throw new Error('no header was taken');
  return traceHeader;
}
