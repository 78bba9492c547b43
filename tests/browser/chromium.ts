import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * Starts the Chromium of this machine; none is ever downloaded.
 *
 * @throws Error where there is none
 */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    // Containers have neither the rights for the sandbox nor much shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

function chromiumPath(): string {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const found =
    CHROMIUM_PATH ??
    PATH.split(delimiter)
      .flatMap((folder) => NAMES.map((name) => join(folder, name)))
      .find(isProgram);
  if (found !== undefined && isProgram(found)) return found;
  throw new Error(
    CHROMIUM_PATH === undefined
      ? 'no Chromium in the PATH: install one (apt-get install -y chromium), or name it in CHROMIUM_PATH'
      : `no Chromium at ${CHROMIUM_PATH}, which CHROMIUM_PATH names`,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
