// Puts the KMS calls of a trail into the traces of a run:
//   node conformance/aws/join.mjs RUN-FOLDER LOGS... [--all-kms]
// What comes of it is in RUN-FOLDER/joined. --all-kms: the logs have every KMS event from the time of the run.
import { parseArgs } from 'node:util';
import { joinRun } from './joined.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'all-kms': { type: 'boolean' } } });
const [folder, ...logs] = positionals;
try {
  if (folder === undefined || logs.length === 0) throw new Error('join.mjs takes the folder of a run, and logs');
  for (const { id, steps, own, others } of await joinRun(folder, logs, values['all-kms'] === true))
    console.log(`${id}: ${steps} steps; KMS calls: ${own} each of one step, ${others} of one of several`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
