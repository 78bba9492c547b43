// On every page: what scrolls sideways can be reached by keyboard, and the keys of the old search lead to the new one.
(() => {
  const scrollable = () => {
    for (const one of document.querySelectorAll('.scroll, .tsd-typography pre, .tsd-signature')) {
      const isWide = one.scrollWidth > one.clientWidth;
      if (isWide && !one.hasAttribute('tabindex')) {
        one.setAttribute('tabindex', '0');
        one.setAttribute('role', 'group');
        one.setAttribute('aria-label', one.matches('.scroll') ? 'Table' : 'Code');
      } else if (!isWide) one.removeAttribute('tabindex');
    }
  };
  addEventListener('load', scrollable);
  addEventListener('resize', scrollable);
  addEventListener(
    'keydown',
    (event) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      const asks = (event.key === '/' && !isTyping) || (event.key === 'k' && (event.ctrlKey || event.metaKey));
      if (!asks) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      document.querySelector('#search-words, .site-search input')?.focus();
    },
    true,
  );
})();
