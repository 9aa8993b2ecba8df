// Improvements of every page. Each finds its elements by data- attributes and does nothing without them;
// the page works when this file fails. Only textContent and DOM calls: Trusted Types stay on.
import { initAll } from '../vendor/govuk/govuk-frontend.min.js';

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* Menu: open in the HTML; closed here where there is no room for it. */
function sideMenu() {
  const narrow = matchMedia('(max-width: 47.99em)');
  all('[data-menu]').forEach((menu) => {
    const fit = () => { menu.open = !narrow.matches; };
    fit();
    narrow.addEventListener('change', fit);
    menu.dataset.ready = '';
  });
}

/* «Usuario:» closes with Escape and when the focus or a press goes elsewhere. */
function dropdowns() {
  all('[data-dropdown]').forEach((box) => {
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !box.open) return;
      box.open = false;
      box.querySelector('summary').focus();
    });
    box.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !box.contains(event.relatedTarget)) box.open = false;
    });
    document.addEventListener('click', (event) => {
      if (!box.contains(event.target)) box.open = false;
    });
  });
}

/* Ticked rows of a list: count in words, tick the whole page. */
function selections() {
  all('[data-selection]').forEach((form) => {
    const rows = all('[data-selection-item]', form);
    const whole = form.querySelector('[data-selection-all]');
    const count = form.querySelector('[data-selection-count]');
    const paint = () => {
      const ticked = rows.filter((row) => row.checked).length;
      if (count) count.textContent = `${ticked} ${ticked === 1 ? 'seleccionado' : 'seleccionados'}`;
      if (!whole) return;
      whole.checked = ticked > 0 && ticked === rows.length;
      whole.indeterminate = ticked > 0 && ticked < rows.length;
    };
    rows.forEach((row) => row.addEventListener('change', paint));
    if (whole) {
      whole.addEventListener('change', () => {
        rows.forEach((row) => { row.checked = whole.checked; });
        paint();
      });
    }
    addEventListener('pageshow', paint);
    paint();
  });
}

/* One key leads to one control, only while no field has the focus. */
function shortcuts() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest('input, textarea, select, [contenteditable]')) return;
    const target = all('[data-shortcut]').find((control) => control.dataset.shortcut === event.key);
    if (!target) return;
    event.preventDefault();
    target.focus();
  });
}

/* A form with data-submit-once is sent once; Back makes it usable again. */
function submitOnce() {
  all('form[data-submit-once]').forEach((form) => {
    let sent = false;
    form.addEventListener('submit', (event) => {
      if (sent) event.preventDefault();
      sent = true;
      all('button', form).forEach((button) => button.setAttribute('aria-disabled', 'true'));
    });
    addEventListener('pageshow', () => {
      sent = false;
      all('button', form).forEach((button) => button.removeAttribute('aria-disabled'));
    });
  });
}

function copyButtons() {
  if (!navigator.clipboard) return;
  all('[data-copy]').forEach((button) => {
    const label = button.querySelector('[data-copy-label]') ?? button;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        label.textContent = button.dataset.copyDone ?? 'Copiado';
        label.setAttribute('role', 'status');
      } catch {
        label.textContent = 'No se pudo copiar';
      }
    });
  });
}

function printButtons() {
  all('[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => print());
  });
}

/*
 * Progress of a long job. data-progress holds the address of JSON with text, value, maximum,
 * updated_text and state; the figures move only when the server's do.
 */
const FAST = 5000;
const SLOW = 15000;
const SLOWEST = 60000;
const MILESTONES = [25, 50, 75, 100];

class Progress {
  constructor(box) {
    this.box = box;
    this.part = (name) => box.querySelector(`[data-progress-${name}]`);
    this.started = Date.now();
    this.etag = null;
    this.passed = this.milestone();
    document.addEventListener('visibilitychange', () => this.plan());
    this.plan();
  }

  milestone() {
    const bar = this.part('bar');
    if (!bar || bar.hidden || !bar.max) return 0;
    const percent = (100 * bar.value) / bar.max;
    return Math.max(0, ...MILESTONES.filter((limit) => percent >= limit));
  }

  pause() {
    const minutes = (Date.now() - this.started) / 60000;
    if (minutes < 2) return FAST;
    return minutes < 10 ? SLOW : SLOWEST;
  }

  plan() {
    clearTimeout(this.timer);
    if (document.hidden || this.over) return;
    this.timer = setTimeout(() => this.ask(), this.pause());
  }

  async ask() {
    try {
      const headers = { Accept: 'application/json' };
      if (this.etag) headers['If-None-Match'] = this.etag;
      const answer = await fetch(this.box.dataset.progress, { headers, cache: 'no-store', credentials: 'same-origin' });
      if (answer.status === 200) {
        this.etag = answer.headers.get('ETag');
        this.show(await answer.json());
      } else if (answer.status !== 304 && answer.status < 500) {
        this.over = true;
      }
    } catch {
      // No connection now: the next turn asks again, and the shown instant tells how old the figures are.
    }
    this.plan();
  }

  show(facts) {
    const bar = this.part('bar');
    this.part('text').textContent = facts.text;
    if (this.part('updated')) this.part('updated').textContent = facts.updated_text ?? '';
    if (bar) {
      bar.hidden = !facts.maximum;
      if (facts.maximum) {
        bar.max = facts.maximum;
        bar.value = facts.value;
      }
    }
    this.announce(facts.text);
    // Another state is another page (tracker, download): the person is told, and asks for it when ready.
    if (facts.state !== this.box.dataset.progressState) this.finish(facts.text);
  }

  announce(text) {
    const reached = this.milestone();
    if (reached <= this.passed) return;
    this.passed = reached;
    if (this.part('live')) this.part('live').textContent = text;
  }

  finish(text) {
    this.over = true;
    const link = this.part('refresh');
    if (link) link.textContent = 'Ver el estado nuevo';
    if (this.part('live')) this.part('live').textContent = text;
  }
}

const progress = () => all('[data-progress]').forEach((box) => new Progress(box));

[initAll, sideMenu, dropdowns, selections, shortcuts, submitOnce, copyButtons, printButtons, progress].forEach((start) => {
  try {
    start();
  } catch (fault) {
    console.error(fault);
  }
});
