import { posix } from 'node:path';

/** Links of pages of a site that lead to no page, no other file, or to no place on a page. */
export function deadLinks(pages: ReadonlyMap<string, string>, others: ReadonlySet<string>): readonly string[] {
  const places = new Map<string, ReadonlySet<string>>();
  const placesOn = (path: string): ReadonlySet<string> => {
    const known = places.get(path);
    if (known !== undefined) return known;
    const found = new Set([...(pages.get(path) ?? '').matchAll(/\bid="([^"]+)"/g)].map(([, id = '']) => id));
    places.set(path, found);
    return found;
  };
  return [...pages].flatMap(([page, html]) =>
    [...html.matchAll(/<(?:a|img|script|link)\b[^>]*? (?:href|src)="([^"]*)"/g)].flatMap(([, link = '']) => {
      if (/^(?:\w+:|\?|#?$)/.test(link)) return [];
      const [file = '', place] = decoded(link).split('#');
      const path = file === '' ? page : posix.join(posix.dirname(page), file.replace(/\?.*$/, ''));
      const leads = pages.has(path)
        ? place === undefined || place === '' || placesOn(path).has(place)
        : others.has(path);
      return leads ? [] : [`${page}: ${link}`];
    }),
  );
}

function decoded(link: string): string {
  return decodeURIComponent(link).replaceAll('&amp;', '&');
}
