// Asks AWS what bucket keys do there, and writes a trace of each experiment, without KMS calls: join.mjs puts those in.
//   node conformance/aws/run.mjs [--minutes 120]                       what it would ask, and what that costs
//   node conformance/aws/run.mjs --endpoint-url https://s3.REGION.amazonaws.com \
//     --kms-endpoint-url https://kms.REGION.amazonaws.com --region REGION --credentials FILE --allow-aws
// Ctrl-C keeps what was seen and puts away what was made.
import { record } from './record.mjs';

const ended = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => ended.abort());
try {
  process.exitCode = await record(process.argv.slice(2), {
    log: console.log,
    complain: console.error,
    signal: ended.signal,
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
