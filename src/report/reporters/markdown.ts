import { printable } from '../../trace/printable.ts';

/** A text as it is, with nothing in it that would be markup. */
export function markdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]#!|~$>]/g, (found) => `&#${found.charCodeAt(0)};`);
}
