import type { Chooser } from '../openness/choice.ts';
import type { Operation } from '../operations/operation.ts';
import { operationOf, perOperation } from '../operations/operations.ts';
import type { Draft } from '../store/draft.ts';
import { sweep } from '../store/sweep.ts';
import type { World } from '../store/world.ts';
import { WorldDraft } from '../store/world-draft.ts';
import type { Event, Step } from '../vocabulary/events/event.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { refusalShown } from './any-error.ts';
import { CHECKS } from './checks.ts';
import { processEnvironmentEvent, processRequest } from './effects.ts';
import { requestOf } from './request.ts';
import { refuse, requesterNamed, showingMore, type Transaction } from './transaction.ts';

/** What a step leads to. */
export interface StepResult {
  readonly world: World;
  readonly outcome: Outcome;
}

/**
 * The model: what a step does to a world and what it answers, when what AWS leaves open is resolved by `chooser`. Pure,
 * total over traces whose requesters the setup knows and whose times do not decrease, and deterministic.
 *
 * @throws RangeError when the requester is not the setup's, or time runs backwards.
 */
export function step(world: World, input: Step, chooser: Chooser): StepResult {
  return stepBy(perform, world, input, chooser);
}

/** {@link step} by another hand: {@link perform}, or a wrapper that watches or spoils what it does. */
export function stepBy(act: typeof perform, world: World, input: Step, chooser: Chooser): StepResult {
  if (!(input.atMs >= world.nowMs)) {
    throw new RangeError(`time runs backwards: from ${world.nowMs} ms to ${input.atMs} ms`);
  }
  const draft = new WorldDraft(world, input.atMs);
  const outcome = act(draft, input, chooser);
  sweep(draft);
  return { world: draft, outcome };
}

/**
 * The model, in place: {@link step} on a draft whose time is that of the step. Reads nothing but the draft, the step
 * and the chooser.
 *
 * @throws RangeError when the requester is not the setup's.
 */
export function perform(draft: Draft, { by, event }: Omit<Step, 'atMs'>, chooser: Chooser): Outcome {
  const { scope } = draft;
  draft.steps++;
  const isRequest = operationOf(event).by === 'requester';
  const transaction: Transaction = {
    draft,
    scope,
    profile: scope.profile,
    nowMs: draft.nowMs,
    chooser,
    kmsCalls: [],
    isRequest,
    s3Denied: false,
    cache: -1,
  };
  return isRequest ? process(transaction, by, event) : processEnvironmentEvent(transaction, event);
}

/** An answer without body has no code. */
function withoutBody({ bodiless }: Operation, outcome: Outcome): Outcome {
  return bodiless === true && outcome.code !== null ? showingMore(outcome, { code: null }) : outcome;
}

/** The checks of each operation, in the order of its row. */
const CHECKS_OF = perOperation((op) => operationOf({ op }).order.map((check) => CHECKS[check]));

/** Walks the row of the operation: its checks in their order, and then what is special in it. */
function process(transaction: Transaction, by: string | null, event: Event): Outcome {
  const request = requestOf(transaction, event, requesterNamed(transaction.scope, by));
  const { operation } = request;
  const checks = CHECKS_OF[event.op];
  for (let at = 0; at < checks.length; at++) {
    const refusal = checks[at]?.(request);
    if (refusal === undefined) continue;
    return withoutBody(operation, refuse(transaction, refusalShown(request, operation.order, at, refusal)));
  }
  return withoutBody(operation, processRequest(request));
}
