// «Buscar De/Para» beside the text instead of on its own page; where anything of it fails, the page is there.
const PLACE = '.qx-personas';

/* A page of this site as nodes: parsed apart, where nothing of it runs. */
async function page(address, trusted, options = {}) {
  const answer = await fetch(address, { headers: { Accept: 'text/html' }, ...options });
  const parsed = new DOMParser().parseFromString(trusted(await answer.text()), 'text/html');
  const main = parsed.querySelector('#contenido');
  if (!main || (!answer.ok && answer.status !== 422)) throw new Error(String(answer.status));
  return { main, address: answer.url };
}

class Panel {
  constructor(form, saving, trusted) {
    this.form = form;
    this.saving = saving;
    this.trusted = trusted;
    this.dialog = document.createElement('dialog');
    this.dialog.className = 'qx-panel';
    this.dialog.addEventListener('submit', (event) => this.send(event));
    this.dialog.addEventListener('click', (event) => {
      if (!event.target.closest('[data-volver]')) return;
      event.preventDefault();
      this.dialog.close();
    });
    this.dialog.addEventListener('close', () => this.refresh());
    document.body.append(this.dialog);
  }

  /* What was typed is kept first: the search belongs to the text as it is now. */
  async open(button) {
    try {
      this.saving.dirty = true;
      await this.saving.save();
      const session = this.form.dataset.redactar.split('/').at(-2);
      this.show(await page(`${button.dataset.panel}?sesion=${session}`, this.trusted));
      this.dialog.showModal();
    } catch {
      this.leave(button);
    }
  }

  leave(button) {
    button.dataset.panel = '';
    this.form.requestSubmit(button);
  }

  show({ main, address }) {
    const heading = main.querySelector('h1');
    const title = document.createElement('h2');
    title.className = 'govuk-heading-m';
    title.id = 'panel-titulo';
    title.tabIndex = -1;
    title.textContent = heading.textContent;
    heading.replaceWith(title);
    main.querySelector('.govuk-back-link')?.remove();
    this.address = address;
    this.dialog.setAttribute('aria-labelledby', title.id);
    this.dialog.replaceChildren(...main.childNodes);
    // Its banners are named as those of the page are.
    this.dialog.querySelectorAll('.qx-aviso').forEach((one) => {
      one.removeAttribute('aria-labelledby');
      one.querySelector('[id]')?.removeAttribute('id');
    });
    title.focus();
  }

  async send(event) {
    event.preventDefault();
    const { target, submitter } = event;
    const data = new FormData(target, submitter);
    const query = new URLSearchParams(data);
    const address = new URL(this.address);
    try {
      if (target.method === 'get') this.show(await page(`${address.pathname}?${query}`, this.trusted));
      else this.show(await page(this.address, this.trusted, { method: 'POST', body: query }));
      // Who chooses several goes on where she was.
      if (submitter?.value) this.dialog.querySelector(`button[value="${CSS.escape(submitter.value)}"]`)?.focus();
    } catch {
      this.dialog.close();
    }
  }

  /* Whom the text names now; what is typed elsewhere in the form stays as it is. */
  async refresh() {
    try {
      const { main } = await page(location.href, this.trusted);
      document.querySelector(PLACE).replaceWith(main.querySelector(PLACE));
      const questions = [...main.querySelectorAll('[data-pregunta]')];
      document.querySelectorAll('[data-pregunta]').forEach((one) => one.remove());
      document.querySelector(PLACE).before(...questions);
    } catch {
      this.form.requestSubmit();
    }
  }
}

/* Only where the button says so, and where the form is the one of the people. */
export function beside(form, saving, trusted) {
  const button = form.querySelector('[data-panel]');
  if (!button || !document.querySelector(PLACE)) return;
  let panel;
  button.addEventListener('click', (event) => {
    if (!button.dataset.panel) return;
    event.preventDefault();
    panel ??= new Panel(form, saving, trusted);
    panel.open(button);
  });
}
