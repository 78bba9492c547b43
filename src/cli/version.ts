import { createRequire } from 'node:module';

/** The version in package.json, found by the package's own name: sources and build lie at different depths. */
export function packageVersion(): string {
  const { version }: { readonly version: string } = createRequire(import.meta.url)('bucketkey/package.json');
  return version;
}
