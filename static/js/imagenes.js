// Images of the text: the server draws each anew and keeps it, the text only names it («qx-img:…»).
const box = document.querySelector('[data-imagenes]');
const field = () => box.querySelector('.govuk-file-upload-button') || box.querySelector('input[type="file"]');
const said = document.querySelector('[data-imagenes-estado]');

/* How the editor shows one: from its address, which the server gives only to who may see it. */
export function shown(node) {
  const dom = document.createElement('img');
  dom.src = `${box.dataset.imagenes}${node.attrs.src.slice('qx-img:'.length)}/`;
  dom.alt = node.attrs.alt || '';
  return { dom };
}

/* «Imagen» of the toolbar leads to the file and its description. */
export function ask() {
  box.open = true;
  field().focus();
  return 'elsewhere';
}

async function bring(view, file, alt) {
  const data = new FormData();
  data.set('ficha', box.closest('form').elements.ficha.value);
  data.set('imagen', file);
  said.textContent = `Subiendo ${file.name}…`;
  try {
    const answer = await fetch(box.dataset.imagenes, { method: 'POST', body: data, headers: { Accept: 'application/json' } });
    const told = await answer.json();
    said.textContent = answer.ok ? 'La imagen quedó en el texto.' : told.mensaje;
    if (!answer.ok) return false;
    const { image } = view.state.schema.nodes;
    view.dispatch(view.state.tr.replaceSelectionWith(image.create({ src: `qx-img:${told.imagen}`, alt }), false).scrollIntoView());
    return true;
  } catch {
    said.textContent = `No se pudo agregar ${file.name}. Su texto sigue en esta página.`;
    return false;
  }
}

const pictures = (transfer) => [...(transfer?.files || [])].filter((file) => file.type.startsWith('image/'));

function bringAll(view, files) {
  const alt = window.prompt('Describa la imagen para quien no puede verla', '');
  if (alt === null) return;
  files.reduce((before, file) => before.then(() => bring(view, file, alt.trim())), Promise.resolve());
}

/* What is pasted or dropped with words is text; a picture alone is brought. */
export const handlers = {
  handlePaste(view, event) {
    const files = pictures(event.clipboardData);
    if (!files.length || event.clipboardData.getData('text/plain').trim()) return false;
    bringAll(view, files);
    return true;
  },
  handleDrop(view, event) {
    const files = pictures(event.dataTransfer);
    if (!files.length) return false;
    event.preventDefault();
    bringAll(view, files);
    return true;
  },
};

export function listen(view) {
  const file = box.querySelector('input[type="file"]');
  const alt = box.querySelector('input[name="imagen_descripcion"]');
  box.querySelector('button[name="accion"]').addEventListener('click', async (event) => {
    event.preventDefault();
    if (!file.files.length) { said.textContent = 'Elija una imagen.'; field().focus(); return; }
    if (!await bring(view, file.files[0], alt.value.trim())) return;
    file.value = '';
    file.dispatchEvent(new Event('change'));
    alt.value = '';
    box.open = false;
    view.focus();
  });
}
