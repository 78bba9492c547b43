// The page of the search: what is typed is looked for at once, and its address holds it.
import { type SearchEntry, search } from '../search/search.ts';
import { element } from './elements.ts';

declare global {
  interface Window {
    bucketkeySearch?: readonly SearchEntry[];
  }
}

const entries = window.bucketkeySearch ?? [];
const input = document.querySelector<HTMLInputElement>('#search-words');
const status = document.querySelector('#search-status');
const results = document.querySelector('#search-results');

if (input !== null && status !== null && results !== null) {
  const show = (): void => {
    const found = search(entries, input.value);
    results.replaceChildren(
      ...found.map(({ entry, snippet }) => {
        const title = entry.title === entry.page ? entry.title : `${entry.title} (${entry.page})`;
        return element('li', {}, element('a', { href: `../${entry.url}` }, title), element('p', {}, snippet));
      }),
    );
    status.textContent = input.value.trim() === '' ? 'Type what you look for.' : `${found.length} found`;
  };
  input.value = new URLSearchParams(location.search).get('q') ?? '';
  input.addEventListener('input', () => {
    history.replaceState(null, '', `?q=${encodeURIComponent(input.value)}`);
    show();
  });
  input.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    results.querySelector('a')?.focus();
  });
  show();
  input.focus();
}
