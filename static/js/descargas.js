// The download page. Without scripts every link and form of it works by itself.

// «Comprobar archivo»: looks the computed SHA-256 up in the list of parts, marks the row and has the mark saved.
// Only the digest travels; huella.js computes it from the file, which stays here.
async function saveMark(form, digest, result) {
  const body = new FormData(form);
  body.set('huella', digest);
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(answer.status);
  } catch {
    result.textContent += ' No se pudo guardar la marca; la comprobación vale igual.';
  }
}

document.querySelectorAll('[data-check-parts]').forEach((box) => {
  const result = box.querySelector('[role="status"]');
  const form = document.querySelector('[data-check-form]');
  box.addEventListener('qx:hashed', (event) => {
    const digest = event.detail.sha256;
    const found = document.querySelector(`[data-part-sha256="${digest}"]`);
    box.dataset.result = found ? 'same' : 'different';
    result.textContent = found
      ? `Comprobada: el archivo es idéntico a ${found.dataset.partName}.`
      : 'No coincide con ninguna parte de la lista. El archivo está incompleto o es otro; descárguelo de nuevo.';
    if (!found) return;
    const mark = found.closest('[data-part]').querySelector('[data-part-checked]');
    if (mark) mark.hidden = false;
    saveMark(form, digest, result);
  });
});

// «Descargar todas»: starts the parts one after the other, as a person would press the links.
const BETWEEN = 1500; // milliseconds: browsers drop downloads that begin at the same instant

document.querySelectorAll('[data-download-all]').forEach((button) => {
  const links = [...document.querySelectorAll('[data-part-link]')];
  const told = document.querySelector('[data-download-told]');
  const start = (place) => {
    if (place === links.length) {
      told.textContent = 'Se iniciaron todas las partes. Vea las descargas de su navegador.';
      button.disabled = false;
      return;
    }
    told.textContent = `Iniciando la parte ${place + 1} de ${links.length}.`;
    const link = document.createElement('a');
    link.href = links[place].href;
    link.download = '';
    link.click();
    setTimeout(start, BETWEEN, place + 1);
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    start(0);
  });
});
