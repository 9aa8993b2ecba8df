// Keys of the trays, for who did not switch them off: each leads to a control of the page and does nothing without it.
const ACTS = { e: 'archivar', i: 'informar', a: 'reasignar' };
const PLACES = { e: 'en-elaboracion', r: 'recibidos', s: 'enviados', n: 'no-enviados', a: 'archivados', t: 'tareas-recibidas' };
const WAIT = 1500; // milliseconds between «g» and its letter

const one = (selector) => document.querySelector(selector);
const boxes = () => [...document.querySelectorAll('[data-selection-item]')];
const links = () => [...document.querySelectorAll('.qx-t tbody tr')].map((row) => row.querySelector('.qx-as a') ?? row.querySelector('[data-selection-item]'));
const here = () => document.activeElement.closest('.qx-t tbody tr');

function move(step) {
  const rows = links();
  const place = rows.findIndex((link) => link && link.closest('tr') === here());
  rows[Math.min(Math.max(place + step, 0), rows.length - 1)]?.focus();
}

function tick() {
  here()?.querySelector('[data-selection-item]')?.click();
}

/* The ticked rows go to the act; with none ticked, the row that has the focus. */
function act(slug) {
  const button = one(`button[formaction$="/${slug}/"]`);
  if (!button) return;
  if (!boxes().some((box) => box.checked)) tick();
  button.click();
}

/* «Responder» of the row, in the trays of what was received. */
function answer() {
  const box = here()?.querySelector('[data-selection-item]');
  if (box && /\/bandejas\/(recibidos|compartida)\/$/.test(location.pathname)) location.assign(`/documentos/${box.value}/responder/`);
}

function help() {
  const box = one('[data-shortcut-help]');
  if (!box) return;
  box.open = true;
  box.querySelector('summary').focus();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  r: answer,
  n: () => one('.qx-nuevo')?.click(),
  '?': help,
};
let going = 0;

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const field = event.target.closest('input, textarea, select, [contenteditable]');
  if (field && !field.matches('[data-selection-item]')) return;
  const key = event.key;
  if (Date.now() - going < WAIT) {
    going = 0;
    one(`.qx-lado a[href$="/bandejas/${PLACES[key]}/"]`)?.click();
  } else if (key === 'g') {
    going = Date.now();
  } else if (keys[key]) {
    keys[key]();
  } else if (ACTS[key]) {
    act(ACTS[key]);
  } else {
    return;
  }
  event.preventDefault();
});
