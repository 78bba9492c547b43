/** An element with attributes and what is in it; text is only text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A list to choose from, with its label. */
export function choice(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
): { readonly labelled: HTMLLabelElement; readonly select: HTMLSelectElement } {
  const select = element('select', {}, ...options.map(([value, text]) => element('option', { value }, text)));
  select.value = chosen;
  return { labelled: element('label', {}, label, select), select };
}

/** A table with headings. */
export function tableOf(headings: readonly string[], rows: readonly (readonly (Node | string)[])[]): HTMLElement {
  const head = element('tr', {}, ...headings.map((text) => element('th', { scope: 'col' }, text)));
  const body = rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, cell))));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
  return element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': headings.join(', ') }, table);
}
