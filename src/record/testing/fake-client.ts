import { Readable } from 'node:stream';
import type { SdkMiddleware, SdkPlace, SdkPlugin, SdkResult } from '../sdk.ts';

/** What a fake service answers: what the SDK makes of the response, or an error; with a content, if any. */
export interface FakeAnswer {
  readonly status?: number;
  readonly output?: object;
  readonly content?: Readable;
  /** Name of an error; without a status nothing came back. */
  readonly error?: string;
}

/** As much of a client of the AWS SDK as a plugin of its middleware stack can tell from a real one. */
export class FakeClient {
  readonly #name: string;
  readonly #added: { readonly middleware: SdkMiddleware; readonly place: SdkPlace }[] = [];

  constructor(plugin: SdkPlugin, name = 'S3Client') {
    this.#name = name;
    const add = (middleware: SdkMiddleware, place: SdkPlace) => this.#added.push({ middleware, place });
    plugin.applyToStack({ add });
  }

  /** Sends a command; the answer comes when it is there. */
  async send(command: string, input: object, answer: FakeAnswer | Promise<FakeAnswer>): Promise<object> {
    const context = { clientName: this.#name, commandName: `${command}Command` };
    const of = (priority: string) => this.#added.filter(({ place }) => place.priority === priority);
    const response: { statusCode: number; body?: unknown } = { statusCode: 0 };
    let handler = async (): Promise<SdkResult> => {
      const { status = 200, content, error } = await answer;
      if (error !== undefined && status === 0) throw Object.assign(new Error('planted-message'), { name: error });
      Object.assign(response, { statusCode: status, ...(content !== undefined && { body: content }) });
      return { response };
    };
    const wrap = (priority: string): void => {
      for (const { middleware } of of(priority)) {
        const wrapped = middleware(handler, context);
        // A signed request goes by as well: nobody is to look at it.
        const request = { headers: { authorization: 'planted-signature', 'x-amz-security-token': 'planted-token' } };
        handler = () => wrapped({ input, request } as { readonly input: object });
      }
    };
    wrap('low');
    const inner = handler;
    handler = async () => {
      const result = await inner();
      const { status = 200, output = {}, error } = await answer;
      const $metadata = { httpStatusCode: status };
      if (error !== undefined) throw Object.assign(new Error('planted-message'), { name: error, $metadata });
      const Body = (result.response as { readonly body?: unknown }).body;
      return { ...result, output: { ...output, $metadata, ...(Body !== undefined && { Body }) } };
    };
    wrap('high');
    return (await handler()).output ?? {};
  }
}

/** A content that comes back, a piece at a time. */
export function contentOf(...pieces: string[]): Readable {
  return Readable.from(pieces.map((piece) => Buffer.from(piece)));
}

/** Reads a content to its end. */
export async function readAll(output: object): Promise<string> {
  let text = '';
  for await (const piece of (output as { readonly Body: Readable }).Body) text += String(piece);
  return text;
}
