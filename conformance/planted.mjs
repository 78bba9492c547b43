// Serves the reference with a fault planted in it, which a campaign has to find: one cache of bucket keys for all.
// node planted.mjs PORT CREDENTIALS
import { REFERENCE_PARTS } from '../dist/src/reference/index.js';
import { readCredentialsFile } from '../dist/src/serve/credentials/credentials-file.js';
import { startServer } from '../dist/src/serve/start-server.js';

const [port, credentials] = process.argv.slice(2);
const { bucketKeys } = REFERENCE_PARTS;
await startServer({
  host: '127.0.0.1',
  port: Number(port),
  servesS3: true,
  region: 'us-east-1',
  credentials: await readCredentialsFile(credentials),
  domains: [],
  reference: { seed: 1 },
  parts: {
    ...REFERENCE_PARTS,
    bucketKeys: { ...bucketKeys, cacheKeyFor: (scope) => bucketKeys.cacheKeyFor({ ...scope, requester: '' }) },
  },
  maxObjectBytes: 2 ** 20,
  version: '0.0.0',
  complain: (problem) => console.error(problem),
  failed: (problem) => console.error(problem),
});
