import { MAX_RECORD_DEPTH } from '../limits.ts';

/** A value as Athena writes it: text, or what has names, or a list. */
export type AthenaValue = string | null | readonly AthenaValue[] | { readonly [name: string]: AthenaValue };

/**
 * Reads the text in which Athena puts a struct or an array into a cell: `{type=IAMUser, arn=arn:…}`, `[{arn=…}]`.
 * Nothing is quoted there, so a value ends at a comma that a name follows, or at the bracket that closes its struct.
 * Undefined where the text is no such thing.
 */
export function athenaValue(text: string): AthenaValue | undefined {
  const reader = new StructReader(text);
  const value = reader.value(0);
  return reader.isAtEnd ? value : undefined;
}

class StructReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  value(depth: number): AthenaValue | undefined {
    if (depth > MAX_RECORD_DEPTH) return undefined;
    const first = this.#text[this.#at];
    if (first === '{') return this.#struct(depth);
    if (first === '[') return this.#list(depth);
    return this.#scalar();
  }

  #struct(depth: number): AthenaValue | undefined {
    const fields: [string, AthenaValue][] = [];
    this.#at += 1;
    while (!this.#passes('}')) {
      const name = this.#match(/[A-Za-z0-9_]+=/y);
      const value = name === undefined ? undefined : this.value(depth + 1);
      if (name === undefined || value === undefined) return undefined;
      fields.push([name.slice(0, -1), value]);
      this.#passes(', ');
    }
    return Object.fromEntries(fields);
  }

  #list(depth: number): AthenaValue | undefined {
    const values: AthenaValue[] = [];
    this.#at += 1;
    while (!this.#passes(']')) {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      values.push(value);
      this.#passes(', ');
    }
    return values;
  }

  #scalar(): string | null | undefined {
    const text = this.#match(/[^,}\]]*(?:,(?! [A-Za-z0-9_]+=)[^,}\]]*)*/y) ?? '';
    if (this.#at === this.#text.length) return undefined;
    return text === 'null' ? null : text;
  }

  #passes(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}
