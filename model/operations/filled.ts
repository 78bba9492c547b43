/** A part in brackets with a field in it, or a field. */
const PARTS = /\[([^{\]]*)\{(\w+)\}\]|\{(\w+)\}/g;

/** A template of a row's `wording` with the texts of its fields; a part in brackets is left out where that is empty. */
export function filled(template: string, textOf: (name: string) => string): string {
  return template.replace(PARTS, (_, before: string | undefined, optional: string | undefined, name: string) => {
    const text = textOf(optional ?? name);
    return optional === undefined || text === '' ? text : `${before}${text}`;
  });
}
