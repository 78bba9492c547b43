// Runs campaigns against servers on loopback, and writes docs/conformance/ of what they came to:
//   npm run build && node conformance/campaign.mjs [--runs 60] [--size 60] [--seed 1] [SERVER ...]
// A server is installed in a folder that is thrown away, started, checked, and stopped by its process id.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writePages } from './pages.mjs';
import { SERVERS } from './servers.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MAIN = join(ROOT, 'dist/src/cli/main.js');
const STARTS_WITHIN_MS = 240_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '60' },
    size: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
const unknown = positionals.find((name) => !SERVERS.some((one) => one.name === name));
if (unknown !== undefined) throw new Error(`there is no server ${unknown}; there is ${names(SERVERS)}`);

for (const server of SERVERS) if (positionals.length === 0 || positionals.includes(server.name)) await campaign(server);
writePages(ROOT, SERVERS);

function names(servers) {
  return servers.map(({ name }) => name).join(', ');
}

async function campaign(server) {
  if (server.needs !== undefined && spawnSync('which', [server.needs]).status !== 0) {
    console.log(`${server.name}: skipped, not installed: ${server.needs}`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), `bucketkey-${server.name}-`));
  let started;
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    if (server.packages.length > 0)
      await ended('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...server.packages], {
        cwd: folder,
      });
    const { port, program = () => process.execPath, env = () => ({}) } = server;
    const options = { cwd: folder, stdio: 'ignore', env: { ...process.env, ...env(port) } };
    if (await isListening(port)) throw new Error(`something listens on port ${port} that is not ${server.name}`);
    started = spawn(program(folder), server.command(folder, port), options);
    await listens(port);
    await check(server, folder);
  } finally {
    if (started !== undefined && started.exitCode === null) {
      started.kill();
      await once(started, 'close');
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

async function check(server, folder) {
  const { name, port, keys = ['unused', 'unused'], options } = server;
  const traces = `docs/conformance/traces/${name}`;
  // Those of before stay where nothing comes of this.
  const found = `${traces}-found`;
  rmSync(join(ROOT, found), { recursive: true, force: true });
  const { runs, size, seed } = values;
  const asked = ['check', '--endpoint-url', `http://127.0.0.1:${port}`, ...options(port)];
  const many = ['--runs', runs, '--size', size, '--seed', seed, '--failures', found];
  const told = ['--output', 'json', '--reporter', `text=${join(folder, 'report.txt')}`];
  const env = { ...process.env, AWS_ACCESS_KEY_ID: keys[0], AWS_SECRET_ACCESS_KEY: keys[1], AWS_REGION: 'us-east-1' };
  const { code, out } = await ended(process.execPath, [MAIN, ...asked, ...many, ...told], { cwd: ROOT, env });
  console.log(`${name}: exit code ${code}`);
  if (![0, 1, 3].includes(code)) return;
  const report = JSON.parse(out.replaceAll(`${found}/`, `${traces}/`));
  rmSync(join(ROOT, traces), { recursive: true, force: true });
  if (existsSync(join(ROOT, found))) renameSync(join(ROOT, found), join(ROOT, traces));
  const command = ['npx', 'bucketkey', ...asked, ...many.slice(0, 6)].join(' ');
  const results = join(ROOT, 'docs/conformance/results');
  mkdirSync(results, { recursive: true });
  const ran = { date: new Date().toISOString().slice(0, 10), versions: versionsOf(server, folder) };
  const stories = storiesIn(readFileSync(join(folder, 'report.txt'), 'utf8'));
  const kept = { ran, ...slim(report), command, stories };
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
}

/** What was really started, by what says so itself: the manifest of a package, and dpkg. */
function versionsOf({ packages, debian, program }, folder) {
  const installed = packages.map((one) => {
    const name = one.slice(0, one.lastIndexOf('@'));
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
    return `${name} ${version}`;
  });
  const shown = debian === undefined ? '' : spawnSync('dpkg-query', ['--show', debian], { encoding: 'utf8' }).stdout;
  const node = program === undefined ? [`Node ${process.versions.node}`] : [];
  return [...installed, ...shown.split('\n', 1).filter(Boolean), ...node].map((one) => one.replace('\t', ' '));
}

/** What the pages tell; the traces are files. */
function slim({ verdict, unknownBecause, runs, steps, kmsCalls, properties, violations, endpoint, seed, profile }) {
  return {
    verdict,
    unknownBecause,
    seed,
    profile,
    runs,
    steps,
    kmsCalls,
    requests: endpoint.requests,
    unclearSteps: endpoint.unclearSteps,
    probe: endpoint.probe,
    deviations: endpoint.deviations,
    properties: properties.map(({ id, verdict: on, because }) => ({ id, verdict: because ?? on })),
    violations: violations.map(({ property, requirements, reason, file }) => ({
      property,
      requirements: requirements.map((one) => one.id ?? one),
      reason,
      file,
    })),
  };
}

/** The traces of a report for people, each as it is told. */
function storiesIn(text) {
  return text
    .split('\nshortest trace found: ')
    .slice(1)
    .map((story) => story.slice(story.indexOf('\n\n') + 2, story.indexOf('\nViolated: ')).trimEnd());
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.end());
  });
}

async function listens(port) {
  for (const endMs = Date.now() + STARTS_WITHIN_MS; ; await sleep(200)) {
    if (await isListening(port)) return;
    if (Date.now() > endMs) throw new Error(`nothing listens on port ${port}`);
  }
}

function ended(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out }));
  });
}
