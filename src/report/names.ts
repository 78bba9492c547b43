import { Arns, type Body, fieldValues, type Step } from '../../model/index.ts';
import { printable } from '../trace/printable.ts';
import type { Trace } from '../trace/trace.ts';
import { countedText } from './quantity-text.ts';

/** Longest name shown in full, in characters. */
const LONGEST_NAME = 60;
/** Longest content shown in full, in characters. */
const LONGEST_CONTENT = 20;

/** A name as a report shows it: as it is where that is clear, else quoted; a very long one by its ends. */
export function nameText(name: string): string {
  const shown = name.length <= LONGEST_NAME ? name : `${name.slice(0, 30)}…${name.slice(-10)}`;
  const clear = /^[\w./@+=:*-]+$/.test(name) && name === shown;
  const length = name === shown ? '' : ` (${name.length} characters)`;
  return clear ? name : `${printable(JSON.stringify(shown))}${length}`;
}

/** An object as `bucket/key`. */
export function objectText({ bucket, key }: { readonly bucket: string; readonly key: string }): string {
  return `${nameText(bucket)}/${nameText(key)}`;
}

/** A content in quotes, cut where it is long; of one that nobody wrote down its size and where its MD5 begins. */
export function contentText({ text, md5, size }: Body): string {
  if (text === undefined) return `${size === undefined ? '' : `${countedText(size, 'byte')} `}${md5.slice(0, 8)}…`;
  const shown = text.length <= LONGEST_CONTENT ? text : `${text.slice(0, LONGEST_CONTENT)}…`;
  return printable(JSON.stringify(shown));
}

/** What of a trace has names. */
export interface NamedTrace {
  readonly header: Pick<Trace['header'], 'setup'>;
  readonly steps: readonly { readonly step: Pick<Step, 'event'> }[];
}

/** The short forms of a trace: KMS keys of the setup by their id, contents of the trace by their text. */
export class Names {
  private readonly keys = new Map<string, string>();
  private readonly contents = new Map<string, string>();

  /** @param trace - of which only the setup and the events count */
  constructor({ header: { setup }, steps }: NamedTrace) {
    const arns = new Arns(setup);
    const { requesters, buckets, kmsKeys, managedKeys = [] } = setup;
    for (const { account } of [...requesters, ...buckets, ...managedKeys])
      this.addKey(arns, account, arns.managedKeyId(account));
    for (const { account, id } of kmsKeys) this.addKey(arns, account, id);
    for (const bucket of setup.buckets) for (const object of bucket.plainObjects) this.addContent(object.body);
    for (const { step } of steps) for (const body of fieldValues(step.event, 'body')) this.addContent(body);
  }

  /** A KMS key: `…key/<id>` for the ARN of a key of the setup, else the reference as it is. */
  key(reference: string): string {
    return this.keys.get(reference) ?? nameText(reference);
  }

  /** The content of an MD5, if it occurs in the trace. */
  content(md5: string): string | undefined {
    return this.contents.get(md5);
  }

  private addKey(arns: Arns, account: string, id: string): void {
    this.keys.set(arns.kmsKey(account, id), `…key/${nameText(id)}`);
  }

  private addContent(body: Body): void {
    this.contents.set(body.md5, contentText(body));
  }
}
