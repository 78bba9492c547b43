import type { Observation } from '../../model/index.ts';
import { checkedObservation } from '../trace/observation-check.ts';

/** What a system said of a step beside what was seen. */
export interface AnswerDetails {
  /** Whether it was an error of the moment, after which the step is asked again. */
  readonly isTransient: boolean;
  /** When the request was under way, by the clock of the system; undefined where it did not say. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
}

/** An answer that was read, or what is wrong with it. */
export type ReadAnswer =
  | { readonly observation: Observation; readonly details: AnswerDetails }
  | { readonly observation: Observation }
  | { readonly unsupported: string }
  | { readonly problem: string };

/** Reads what a system gave as an answer, which may be anything. */
export function readAnswer(given: unknown): ReadAnswer {
  if (typeof given !== 'object' || given === null || 'status' in given) return checkedObservation(given);
  if ('unsupported' in given) {
    const { unsupported } = given;
    return typeof unsupported === 'string' ? { unsupported } : { problem: 'unsupported: not a text that says why' };
  }
  if (!('observation' in given) && !('transient' in given)) return checkedObservation(given);
  const isTransient = 'transient' in given;
  const checked = checkedObservation(isTransient ? given.transient : 'observation' in given && given.observation);
  if ('problem' in checked) return checked;
  const startMs = 'startMs' in given ? given.startMs : undefined;
  const endMs = 'endMs' in given ? given.endMs : undefined;
  if (!isTime(startMs) || !isTime(endMs)) return { problem: 'startMs, endMs: not milliseconds' };
  if (!isTransient && startMs === undefined) return { problem: 'startMs: missing beside observation' };
  if (endMs !== undefined && (startMs === undefined || endMs < startMs))
    return { problem: 'endMs: before startMs, or without it' };
  return { observation: checked.observation, details: { isTransient, startMs, endMs } };
}

function isTime(given: unknown): given is number | undefined {
  return given === undefined || (typeof given === 'number' && Number.isFinite(given));
}
