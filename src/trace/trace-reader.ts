import type { ObservedStep } from '../../properties/property.ts';
import { issueText } from './issue-text.ts';
import { parseJsonLine } from './json-line.ts';
import { MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_STEPS } from './limits.ts';
import { LineSplitter } from './line-splitter.ts';
import { headerSchema, type StepLine, stepLineSchema } from './schema/trace-schema.ts';
import { setupProblem } from './setup-check.ts';
import { stepProblem } from './step-check.ts';
import { TRACE_FORMAT, type Trace, type TraceHeader } from './trace.ts';
import { TraceError } from './trace-error.ts';

/** Takes the bytes of a trace piece by piece and refuses at the first byte that cannot belong to one. */
export class TraceReader {
  private readonly file: string;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private readonly splitter = new LineSplitter(MAX_LINE_BYTES);
  private readonly steps: ObservedStep[] = [];
  private header: TraceHeader | undefined;
  private requesters: ReadonlySet<string> = new Set();
  private lastAtMs = 0;
  private line = 0;
  private bytes = 0;

  /** `file` is the name errors carry. */
  constructor(file: string) {
    this.file = file;
  }

  /**
   * Takes the next bytes.
   *
   * @throws TraceError
   */
  push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    if (this.bytes > MAX_FILE_BYTES) throw new TraceError(this.file, undefined, `larger than ${MAX_FILE_BYTES} bytes`);
    for (const line of this.splitter.push(chunk)) this.take(line, true);
    if (this.splitter.tooLong) throw new TraceError(this.file, this.line + 1, `line longer than ${MAX_LINE_BYTES} bytes`);
  }

  /**
   * The trace, when all bytes were taken.
   *
   * @throws TraceError
   */
  finish(): Trace {
    if (this.splitter.hasOpenLine) this.take(this.splitter.takeOpenLine(), false);
    if (this.header === undefined) throw new TraceError(this.file, undefined, 'empty: a trace starts with a header line');
    return { header: this.header, steps: this.steps };
  }

  private take(bytes: Uint8Array, complete: boolean): void {
    this.line += 1;
    if (this.steps.length === MAX_STEPS) throw this.error(`more than ${MAX_STEPS} steps`);
    const text = this.decode(bytes);
    const parsed = parseJsonLine(text);
    if ('problem' in parsed) throw this.error(complete ? parsed.problem : `${parsed.problem}; the file ends within this line: truncated?`);
    if (this.header === undefined) this.takeHeader(parsed.value);
    else this.takeStep(parsed.value);
  }

  private decode(bytes: Uint8Array): string {
    try {
      return this.decoder.decode(bytes);
    } catch {
      throw this.error('not UTF-8 text');
    }
  }

  private takeHeader(value: unknown): void {
    if (typeof value !== 'object' || value === null || !('bucketkeyTrace' in value)) {
      throw this.error('not a bucketkey trace: the first line has no field "bucketkeyTrace"');
    }
    const version: unknown = value.bucketkeyTrace;
    if (version !== TRACE_FORMAT) {
      throw this.error(`format version ${JSON.stringify(version)} is not supported; this bucketkey reads version ${TRACE_FORMAT}`);
    }
    const result = headerSchema.safeParse(value);
    if (!result.success) throw this.error(issueText(result.error));
    const header: TraceHeader = result.data;
    const problem = setupProblem(header.setup);
    if (problem !== undefined) throw this.error(`setup.${problem}`);
    this.header = header;
    this.requesters = new Set(header.setup.requesters.map((requester) => requester.name));
  }

  private takeStep(value: unknown): void {
    const result = stepLineSchema.safeParse(value);
    if (!result.success) throw this.error(issueText(result.error));
    // What was parsed, not zod's copy of it: the copy has lost context pairs named `__proto__`. The schemas transform nothing.
    const line = value as StepLine;
    const problem = stepProblem(line, this.lastAtMs, this.requesters);
    if (problem !== undefined) throw this.error(problem);
    this.lastAtMs = line.atMs;
    this.steps.push({ step: { atMs: line.atMs, by: line.by, event: line.event }, observation: line.observation });
  }

  private error(problem: string): TraceError {
    return new TraceError(this.file, this.line, problem);
  }
}

/**
 * Reads a trace from a text; `name` stands for the file in errors.
 *
 * @throws TraceError
 */
export function parseTrace(text: string, name: string): Trace {
  const reader = new TraceReader(name);
  reader.push(Buffer.from(text, 'utf8'));
  return reader.finish();
}
