/**
 * The text with everything escaped that could start a new line, drive a terminal or turn the reading direction, and cut
 * to `longest` characters. Names in a trace are input: any string may be one.
 */
export function printable(text: string, longest = Number.POSITIVE_INFINITY): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) => `\\u{${found.codePointAt(0)!.toString(16)}}`);
}
