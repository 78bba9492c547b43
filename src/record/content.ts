import { createHash, type Hash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import type { Body } from '../../model/index.ts';

/** A content while it goes by; nothing of it is kept but how long it was, and its MD5. */
export class Digest {
  readonly #hash: Hash = createHash('md5');
  #size = 0;
  #body: Body | undefined;

  update(chunk: string | Uint8Array, encoding?: BufferEncoding): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    this.#hash.update(bytes);
    this.#size += bytes.length;
  }

  end(): void {
    this.#body ??= { md5: this.#hash.digest('hex'), size: this.#size };
  }

  /** What is known of it; undefined until it has come to its end. */
  get body(): Body | undefined {
    return this.#body;
  }
}

/** Digests what a request sends; undefined where it cannot be read along. A stream is left as it is. */
export function digestOfSent(content: unknown): Digest | undefined {
  const digest = new Digest();
  if (content === undefined || typeof content === 'string' || content instanceof Uint8Array) {
    digest.update(content ?? '');
    digest.end();
    return digest;
  }
  // Of a stream that was begun the beginning is gone; and a client knows the length of a file by its own stream.
  if (!(content instanceof Readable) || content.readableLength > 0 || content.readableDidRead) return undefined;
  const push = content.push;
  content.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk === null) digest.end();
    else if (typeof chunk === 'string' || chunk instanceof Uint8Array) digest.update(chunk, encoding);
    return push.call(content, chunk, encoding);
  };
  return digest;
}

/** A stream in place of one that comes back, and what is called with its digest when it ends, or without. */
export function readAlong(content: Readable, ended: (digest: Digest | undefined) => void): Readable {
  const digest = new Digest();
  const along = new Transform({
    transform(chunk: Uint8Array, _encoding, passed) {
      digest.update(chunk);
      passed(null, chunk);
    },
    flush(passed) {
      digest.end();
      passed();
    },
  });
  along.once('close', () => ended(digest.body === undefined ? undefined : digest));
  // An error reaches who reads.
  return pipeline(content, along, () => {});
}
