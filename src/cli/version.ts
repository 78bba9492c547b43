import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The version in package.json, found by the package's own name: sources and build lie at different depths. */
export function packageVersion(): string {
  const { version }: { readonly version: string } = require('bucketkey/package.json');
  return version;
}

/** The path of a file of the package, found likewise. */
export function packageFile(name: string): string {
  return join(dirname(require.resolve('bucketkey/package.json')), name);
}
