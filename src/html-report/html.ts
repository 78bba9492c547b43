import { printable } from '../trace/printable.ts';

/** HTML that may stand in a page as it is: written here, or escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand between tags: text is escaped, nothing is left out. */
export type Content = string | number | Html | undefined | readonly Content[];

/** Puts HTML together; whatever stands in `${}` is text unless it is {@link Html}. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(strings.map((string, place) => `${string}${contentText(values[place])}`).join(''));
}

/** The head of a column of a table. */
export function columnHead(title: string): Html {
  return html`<th scope="col">${title}</th>`;
}

/** The head of a column of numbers. */
export function numberHead(title: string): Html {
  return html`<th scope="col" class="number">${title}</th>`;
}

function contentText(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  return content.map(contentText).join('');
}

/** Text that neither ends an element or an attribute, nor turns the reading direction; its lines stay. */
function escaped(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line))
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
