// Lays out in dist-package/ what is published: the files that `npm pack` would take, with a manifest for users instead
// of one for this repository. `npm pack ./dist-package` and `npm publish ./dist-package` take it from there.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? join(root, 'dist-package'));

const [{ files }] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  }),
);
const paths = files.map(({ path }) => path);

rmSync(target, { recursive: true, force: true });
for (const path of paths) {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  cpSync(join(root, path), join(target, path));
  if (path.endsWith('.md')) {
    const text = readFileSync(join(target, path), 'utf8');
    writeFileSync(join(target, path), withoutDeadLinks(text, path));
  }
}

// npm runs `prepare` of a package from git only, and warns of it in one from the registry.
const {
  scripts: _scripts,
  devDependencies: _tools,
  ...manifest
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
process.stdout.write(`${paths.length} files in ${target}\n`);

/** A text in which links that lead out of the package, to generated pages and tests, are only their words. */
function withoutDeadLinks(text, page) {
  return text.replaceAll(/!?\[([^\][]*)\]\(([^()\s]+)\)/g, (link, words, to) => {
    if (/^(?:\w+:|#)/.test(to)) return link;
    const path = posix.join(posix.dirname(page), to.replace(/#.*$/, '')).replace(/\/$/, '');
    return paths.some((one) => one === path || one.startsWith(`${path}/`)) ? link : words;
  });
}
