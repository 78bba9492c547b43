// Starts Ceph RGW, and bucketkey kms as the Vault transit engine that is its KMS; both end with this process.
//   node ceph-rgw.mjs FOLDER PORT KMS_PORT ACCESS_KEY SECRET_KEY
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CEPH_KEYS, CEPH_KMS_ACCOUNT } from './servers.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const TOKEN = 'token-of-rgw';
const [folder, port, kmsPort, accessKey, secretKey] = process.argv.slice(2);

// The secret key of who asks a Vault is the token.
const rgw = { name: 'rgw', accessKeyId: 'AKIARGW', secretAccessKey: TOKEN, account: CEPH_KMS_ACCOUNT, role: 'rgw' };
const credentials = join(folder, 'credentials.json');
writeFileSync(credentials, JSON.stringify({ credentials: [{ ...rgw, session: 's' }] }));
const kms = spawn(
  process.execPath,
  [
    join(HERE, '../dist/src/cli/main.js'),
    'kms',
    '--port',
    kmsPort,
    '--region',
    'us-east-1',
    '--credentials',
    credentials,
  ],
  { stdio: 'ignore' },
);
const script = join(HERE, 'ceph-rgw.sh');
const ceph = spawn('bash', [script, folder, port, kmsPort, TOKEN, accessKey, secretKey], { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, () => {
    kms.kill();
    ceph.kill();
  });
ceph.on('close', () => kms.kill());

for (const name of CEPH_KEYS) await makeKey(name);

async function makeKey(name) {
  const url = `http://127.0.0.1:${kmsPort}/v1/transit/keys/${name}`;
  for (let tries = 1; ; tries += 1) {
    try {
      const { ok, status } = await fetch(url, { method: 'POST', headers: { 'x-vault-token': TOKEN } });
      if (ok) return;
      throw new Error(`the KMS answered ${status} for ${name}`);
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(200);
    }
  }
}
