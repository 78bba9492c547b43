// Simulates tiny.qnt at random as `quint run --backend typescript` does, and prints how many steps were taken and the milliseconds of
// processor time they took: node simulate.mjs SEED TRACES STEPS
import { definition, newEvaluator } from './twin.mjs';

const [seed, traces, steps] = process.argv.slice(2).map(Number);
const evaluator = newEvaluator(BigInt(seed));
const always = { id: 0n, kind: 'bool', value: true };

const before = process.cpuUsage();
const outcome = evaluator.simulate(definition('init'), definition('step'), always, [], traces, steps, 1);
const { user, system } = process.cpuUsage(before);
if (outcome.status !== 'ok') throw new Error(`the simulation ended as ${outcome.status}`);
// A trace has its first state, too; it ends early where no action is enabled.
const taken = outcome.traceStatistics.averageTraceLength * traces - traces;
process.stdout.write(`${JSON.stringify({ steps: Math.round(taken), tookMs: (user + system) / 1_000 })}\n`);
