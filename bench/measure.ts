// Measures one figure in a process of its own, so that none is the faster or slower for what ran before it. Answers
// JSON.
import { FIGURES } from './figures.ts';

const [id, rounds] = process.argv.slice(2);
const figure = FIGURES.find((one) => one.id === id);
if (figure === undefined || !(Number(rounds) > 0)) throw new Error(`usage: measure FIGURE ROUNDS, not ${id} ${rounds}`);
process.stdout.write(`${JSON.stringify(await figure.measure(Number(rounds)))}\n`);
