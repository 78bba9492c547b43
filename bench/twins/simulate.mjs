// Simulates the twin of a scope at random as `quint run --backend typescript` does, and prints how many steps were
// taken and the milliseconds of processor time they took: node simulate.mjs SCOPE SEED TRACES STEPS
import { Twin } from './twin.mjs';

const [scope, ...numbers] = process.argv.slice(2);
const [seed, traces, steps] = numbers.map(Number);
const twin = new Twin(scope);
const evaluator = twin.newEvaluator(BigInt(seed));
const always = { id: 0n, kind: 'bool', value: true };

const before = process.cpuUsage();
const outcome = evaluator.simulate(twin.definition('init'), twin.definition('step'), always, [], traces, steps, 1);
const { user, system } = process.cpuUsage(before);
if (outcome.status !== 'ok') throw new Error(`the simulation ended as ${outcome.status}`);
// A trace has its first state, too; it ends early where no action is enabled.
const taken = outcome.traceStatistics.averageTraceLength * traces - traces;
process.stdout.write(`${JSON.stringify({ steps: Math.round(taken), tookMs: (user + system) / 1_000 })}\n`);
