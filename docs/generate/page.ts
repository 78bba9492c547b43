/** A page of the generated documentation. */
export interface Page {
  /** Path below the folder of generated pages, with forward slashes. */
  readonly path: string;
  readonly title: string;
  /** Paths of the pages below this one in the navigation, relative to this page. */
  readonly children?: readonly string[];
  /** Markdown, without the title. */
  readonly body: string;
}

/** The file of a page: the front matter TypeDoc reads, then the Markdown. */
export function pageText({ title, children = [], body }: Page, group = 'The specification'): string {
  const list = children.length === 0 ? [] : ['children:', ...children.map((child) => `  - ${child}`)];
  const head = ['---', `title: ${JSON.stringify(title)}`, `group: ${group}`, ...list, '---'];
  return `${[...head, '', `# ${title}`, '', body.trim()].join('\n')}\n`;
}

/** A Markdown table; nothing for no rows. Cells are Markdown, on one line. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** A section with a heading; nothing for an empty body, so that a table without rows leaves no heading behind. */
export function section(heading: string, body: string): string {
  return body === '' ? '' : `## ${heading}\n\n${body}\n\n`;
}

/** Text as Markdown code that no character can break out of. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A block of code: the fence is longer than any in it, and one that TypeDoc knows, which resolves links elsewhere. */
export function fenced(language: string, text: string): string {
  return `${FENCE}${language}\n${text.trim()}\n${FENCE}`;
}

const FENCE = '`'.repeat(4);
