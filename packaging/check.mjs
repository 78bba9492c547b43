// Looks at the package that pack:stage laid out as its users do: publint, attw, and a fresh project with the tarball,
// typed by several versions of TypeScript in both resolutions, and run on this Node and on what `npm run pack:runtimes`
// has installed. It needs the npm registry.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const staged = resolve(here, '../dist-package');
const tools = join(here, 'node_modules');
const folder = mkdtempSync(join(tmpdir(), 'bucketkey-consumer-'));
let failed = 0;

function attempt(what, command, args, options = {}) {
  try {
    const out = execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', ...options });
    process.stdout.write(`ok      ${what}\n`);
    return out;
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAILED  ${what}\n${error.stdout ?? ''}${error.stderr ?? error.message}\n`);
    return '';
  }
}

/** The example of README, and the lines that it says are printed. */
function readmeExample() {
  const readme = readFileSync(join(staged, 'README.md'), 'utf8');
  const [, text] = /```ts\n(import \{ Oracle[\s\S]*?)```/.exec(readme);
  return { text, printed: [...text.matchAll(/^\/\/ (.*\n)/gm)].map(([, line]) => line).join('') };
}

/** How to run a program: on this Node, and on each runtime below `runtimes/` that is installed. */
function runtimes() {
  const installed = join(here, 'runtimes/node_modules');
  const nodes = existsSync(installed) ? readdirSync(installed).filter((name) => name.startsWith('node-')) : [];
  const others = [
    [`Node ${process.version}`, process.execPath],
    ...nodes.map((name) => [name, join(installed, name, 'bin/node')]),
    ['Bun', join(installed, '@oven/bun-linux-x64/bin/bun')],
    ['Deno', join(installed, '@deno/linux-x64-glibc/deno'), 'run', '--allow-all'],
  ];
  return others.filter(([, command]) => existsSync(command));
}

/** Entry points, the example of README, the command, its threads, and the suite in vitest. */
function runOn([name, command, ...before]) {
  const on = (what, ...args) => attempt(`${name}: ${what}`, command, [...before, ...args]);
  const main = join(folder, 'node_modules/bucketkey/dist/src/cli/main.js');
  expectPrinted(`${name}: entry points`, on('entry points', 'out/use.mjs'), /^conforms /);
  const { printed } = readmeExample();
  expectPrinted(`${name}: the example of README`, on('the example of README', 'out/readme.mjs'), printed);
  on('bucketkey check', main, 'check', '--runs', '3', '--seed', '1');
  on('bucketkey check with threads', main, 'check', '--runs', '16', '--seed', '1', '--workers', '2');
  on('the suite in vitest', join(folder, 'node_modules/vitest/vitest.mjs'), 'run');
}

function expectPrinted(what, out, wanted) {
  if (typeof wanted === 'string' ? out === wanted : wanted.test(out)) return;
  failed += 1;
  process.stdout.write(`FAILED  ${what} printed\n${out}`);
}

try {
  attempt('publint', process.execPath, [join(tools, 'publint/src/cli.js'), '--strict', staged]);
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder, staged], { encoding: 'utf8' }),
  );
  const tarball = join(folder, filename);
  // ESM only: `require` of it is for Node 20.19 and later, which loads ES modules so.
  const attw = join(tools, '@arethetypeswrong/cli/dist/index.js');
  attempt('attw', process.execPath, [attw, tarball, '--profile', 'esm-only', '--exclude-entrypoints', 'package.json']);

  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  attempt('npm install', 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, 'vitest@4']);
  const second = join(folder, 'node_modules/bucketkey/node_modules/fast-check');
  if (existsSync(second)) {
    failed += 1;
    process.stdout.write('FAILED  one fast-check: the package brings a second one\n');
  }
  for (const name of ['use.mts', 'suite.test.mjs']) cpSync(join(here, 'consumer', name), join(folder, name));
  writeFileSync(join(folder, 'readme.mts'), readmeExample().text);
  for (const name of readdirSync(tools).filter((one) => one.startsWith('typescript-'))) {
    for (const [module, moduleResolution] of [
      ['node16', 'node16'],
      ['esnext', 'bundler'],
    ]) {
      const config = join(folder, `tsconfig.${name}.${moduleResolution}.json`);
      const compilerOptions = { module, moduleResolution, target: 'es2022', strict: true, types: [], outDir: 'out' };
      writeFileSync(
        config,
        JSON.stringify({
          compilerOptions: { ...compilerOptions, skipLibCheck: true },
          files: ['use.mts', 'readme.mts'],
        }),
      );
      attempt(`${name}, ${moduleResolution}`, process.execPath, [join(tools, name, 'bin/tsc'), '-p', config]);
    }
  }
  for (const runtime of runtimes()) runOn(runtime);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
