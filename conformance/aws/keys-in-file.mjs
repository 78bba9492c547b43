import { statSync } from 'node:fs';
import { readCredentialsFile } from '../../dist/src/serve/credentials/credentials-file.js';
import { REQUESTERS } from './steps.mjs';

/** The keys in a file that somebody renews: those of a session are good for an hour or for twelve. */
export class KeysInFile {
  #file;
  #readMs;
  #all;

  static async read(file) {
    const keys = new KeysInFile();
    keys.#file = file;
    await keys.refresh();
    return keys;
  }

  /** Who asks, without what is secret. */
  get requesters() {
    return this.#all.map(({ requester }) => requester);
  }

  async refresh() {
    const { mtimeMs } = statSync(this.#file);
    if (mtimeMs === this.#readMs) return;
    this.#all = (await readCredentialsFile(this.#file)).all;
    this.#readMs = mtimeMs;
  }

  /** An endpoint whose requesters sign with what the file has by then. The first, the admin, owns what is made. */
  followedBy(endpoint) {
    const of = (name) => this.#all.find(({ requester }) => requester.name === name);
    const following = ({ keys: _keys, ...one }) => ({
      ...one,
      get keys() {
        return of(one.name);
      },
    });
    const requesters = REQUESTERS.map(({ name }) => endpoint.requesters.find((one) => one.name === name));
    if (requesters.includes(undefined))
      throw new Error(`the credentials have to be those of ${REQUESTERS.map(({ name }) => name).join(', ')}`);
    return { ...endpoint, requesters: requesters.map(following), cleaners: endpoint.cleaners.map(following) };
  }
}
