/** What a page does where scripts run: one step of the world at a time, and a filter. All stands without it. */
export const SCRIPT = `'use strict';
for (const stepper of document.querySelectorAll('.stepper')) {
  const panels = [...stepper.querySelectorAll('.panel')];
  const range = stepper.querySelector('input');
  const told = stepper.querySelector('output');
  const show = (number, isAsked) => {
    const at = Math.min(panels.length, Math.max(1, number));
    for (const [place, panel] of panels.entries()) panel.hidden = place !== at - 1;
    const title = panels[at - 1].dataset.title;
    range.value = String(at);
    range.setAttribute('aria-valuetext', title);
    if (isAsked) told.textContent = at + ' of ' + panels.length;
  };
  range.addEventListener('input', () => show(Number(range.value), true));
  stepper.querySelector('.previous').addEventListener('click', () => show(Number(range.value) - 1, true));
  stepper.querySelector('.next').addEventListener('click', () => show(Number(range.value) + 1, true));
  stepper.querySelector('.controls').hidden = panels.length < 2;
  show(Number(range.value), false);
}
for (const filter of document.querySelectorAll('.filter')) {
  const rows = [...filter.parentElement.querySelectorAll('tbody tr')];
  const verdict = filter.querySelector('select');
  const words = filter.querySelector('input');
  const apply = () => {
    const wanted = words.value.toLowerCase();
    for (const row of rows)
      row.hidden =
        (verdict.value !== '' && row.dataset.verdict !== verdict.value) ||
        !row.textContent.toLowerCase().includes(wanted);
    filter.querySelector('output').textContent = rows.filter((row) => !row.hidden).length + ' shown';
  };
  verdict.addEventListener('input', apply);
  words.addEventListener('input', apply);
  filter.hidden = false;
}
`;
