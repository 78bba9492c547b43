// On every page: what scrolls sideways can be reached by keyboard, and the keys of the old search lead to the new one.
(() => {
  const look = (one) => {
    if (one.scrollWidth <= one.clientWidth) one.removeAttribute('tabindex');
    else if (!one.hasAttribute('tabindex')) {
      one.setAttribute('tabindex', '0');
      one.setAttribute('role', 'group');
      one.setAttribute('aria-label', one.matches('.scroll') ? 'Table' : 'Code');
    }
  };
  // Pages are hidden while they load: what is wide is known once it is seen.
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) look(target);
  });
  for (const one of document.querySelectorAll('.scroll, .tsd-typography pre, .tsd-signature')) watch.observe(one);
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
