import type { Observation } from '../../model/index.ts';
import { printable } from './printable.ts';

/** A status that no S3 gives, and the beginning of the code that goes with it. */
const STATUS = 599;
const CODE = 'NoAnswer: ';
/** Longest problem that is kept, in characters: it may quote what a system threw. */
const LONGEST_PROBLEM = 500;

/** What stands in a trace for an answer that never came, or was none, so that the trace can be kept and replayed. */
export function noAnswer(problem: string): Observation {
  return { status: STATUS, code: `${CODE}${printable(problem, LONGEST_PROBLEM)}` };
}

/** Why there was no answer; undefined where there was one. */
export function noAnswerProblem({ status, code }: Observation): string | undefined {
  return status === STATUS && typeof code === 'string' && code.startsWith(CODE) ? code.slice(CODE.length) : undefined;
}
