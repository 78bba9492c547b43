// Looks at the package that pack:stage laid out as its users do: publint, attw, and a fresh project with the tarball,
// typed by several versions of TypeScript in both resolutions, and run on this Node. It needs the npm registry.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
  cpSync(join(here, 'consumer/use.mts'), join(folder, 'use.mts'));
  for (const name of readdirSync(tools).filter((one) => one.startsWith('typescript-'))) {
    for (const [module, moduleResolution] of [
      ['node16', 'node16'],
      ['esnext', 'bundler'],
    ]) {
      const config = join(folder, `tsconfig.${name}.${moduleResolution}.json`);
      const compilerOptions = { module, moduleResolution, target: 'es2022', strict: true, types: [], outDir: 'out' };
      writeFileSync(
        config,
        JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: ['use.mts'] }),
      );
      attempt(`${name}, ${moduleResolution}`, process.execPath, [join(tools, name, 'bin/tsc'), '-p', config]);
    }
  }
  const printed = attempt(`its entry points on Node ${process.version}`, process.execPath, ['out/use.mjs']);
  if (printed.startsWith('conforms ')) process.stdout.write(`        ${printed}`);
  const main = join(folder, 'node_modules/bucketkey/dist/src/cli/main.js');
  attempt('bucketkey check', process.execPath, [main, 'check', '--runs', '3', '--seed', '1']);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
