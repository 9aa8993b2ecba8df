// «Su sesión va a terminar», five minutes before; the time of the newest page of this browser counts for all its tabs.
const WARN = 5 * 60 * 1000;
const KEY = 'quipux-sesion';
const box = document.querySelector('[data-session]');

const shared = () => {
  try {
    return Number(localStorage.getItem(KEY)) || 0;
  } catch {
    return 0;
  }
};

class Session {
  constructor() {
    this.dialog = box.querySelector('dialog');
    this.text = box.querySelector('[data-session-text]');
    this.form = this.dialog.querySelector('form');
    this.form.addEventListener('submit', (event) => this.goOn(event));
    addEventListener('storage', (event) => { if (event.key === KEY) this.begin(shared()); });
    this.begin(Date.now() + Number(box.dataset.session) * 1000);
    try {
      localStorage.setItem(KEY, String(this.ends));
    } catch {
      // Without a store each tab counts for itself.
    }
  }

  begin(ends) {
    this.ends = ends;
    if (this.dialog.open) this.dialog.close();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.warn(), Math.max(0, ends - WARN - Date.now()));
  }

  warn() {
    const minutes = Math.ceil((this.ends - Date.now()) / 60000);
    if (minutes > WARN / 60000) {
      this.begin(this.ends);
      return;
    }
    this.text.textContent = minutes > 0
      ? `Termina en ${minutes === 1 ? '1 minuto' : `${minutes} minutos`}. Lo que está escribiendo se conserva.`
      : 'Su sesión ya terminó. Al enviar el formulario podrá ingresar otra vez y su texto se conserva.';
    if (!this.dialog.open) this.dialog.showModal();
    clearTimeout(this.timer);
    if (minutes > 0) this.timer = setTimeout(() => this.warn(), 30000);
  }

  async goOn(event) {
    event.preventDefault();
    if (this.over) {
      this.dialog.close();
      return;
    }
    try {
      const answer = await fetch(this.form.action, {
        method: 'POST', body: new FormData(this.form), headers: { Accept: 'application/json' }, redirect: 'manual',
      });
      if (!answer.ok) throw new Error('over');
      const { segundos } = await answer.json();
      this.begin(Date.now() + segundos * 1000);
      localStorage.setItem(KEY, String(this.ends));
    } catch {
      this.text.textContent = 'No se pudo continuar la sesión. Al enviar el formulario podrá ingresar otra vez y su texto se conserva.';
      clearTimeout(this.timer);
      this.over = true;
    }
  }
}

if (box) new Session();
