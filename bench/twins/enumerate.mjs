// Sees the twin of a scope to a depth, with Quint's own evaluator, and prints it as JSON: for each state, in the order
// of discovery, the state that each action of `step` leads to; nothing for states at that depth. Quint's simulator
// only samples; this uses what the simulator is made of: node enumerate.mjs SCOPE DEPTH
import quint from '@informalsystems/quint';
import { rv } from '@informalsystems/quint/dist/src/runtime/impl/runtimeValue.js';
import { Twin } from './twin.mjs';

const [scope, most] = process.argv.slice(2);
const twin = new Twin(scope);
const evaluator = twin.newEvaluator(1n);
const actions = twin.definition('step').args;
const first = take(twin.definition('init'));
const numbers = new Map([[textOf(first), 0]]);
const states = [first];
const depths = [0];
const graph = [];
for (const [number, state] of states.entries()) {
  const depth = depths[number];
  const row = (depth < Number(most) ? actions : []).map((action) => {
    evaluator.updateState(state);
    return numberOf(take(action), depth + 1);
  });
  graph.push(row);
}
process.stdout.write(`${JSON.stringify(graph)}\n`);

/** The state after an action, all of which are always enabled. */
function take(action) {
  const enabled = evaluator.evaluate(action);
  if (enabled.isLeft()) throw new Error(enabled.value.message);
  if (enabled.value.value !== true) throw new Error(`${textOf(action)} is not enabled`);
  const [, missing, , next] = evaluator.replShift();
  if (missing.length > 0) throw new Error(`${textOf(action)} leaves open ${missing.join()}`);
  return rv.toQuintEx(next);
}

function numberOf(state, depth) {
  const text = textOf(state);
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, states.length);
  states.push(state);
  depths.push(depth);
  return states.length - 1;
}

function textOf(expression) {
  return quint.expressionToString(expression);
}
