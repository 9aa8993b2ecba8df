// The page of composing: saving by itself, the rich editor, uploads. Everything works without it.
import {
  DOMParser, DOMSerializer, EditorState, EditorView, Schema, addColumnAfter, addRowAfter, baseKeymap, chainCommands,
  deleteColumn, deleteRow, deleteTable, exitCode, goToNextCell, history, isInTable, keymap, lift, liftListItem, redo,
  setBlockType, sinkListItem, splitListItem, tableEditing, tableNodes, toggleMark, undo, wrapIn, wrapInList,
} from '../vendor/prosemirror/prosemirror.js';
import { beside } from './destinatarios.js';
import * as images from './imagenes.js';

const form = document.querySelector('[data-redactar]');

/* What a text may hold: the tags that the server keeps. */
const inline = (tag, also = []) => ({ parseDOM: [{ tag }, ...also.map((one) => ({ tag: one }))], toDOM: () => [tag, 0] });
const block = (tag, content, extra = {}) => ({ content, group: 'block', parseDOM: [{ tag }], toDOM: () => [tag, 0], ...extra });
const cells = tableNodes({ tableGroup: 'block', cellContent: 'block+', cellAttributes: {} });
const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: block('p', 'inline*'),
    heading: {
      attrs: { level: { default: 2 } }, content: 'inline*', group: 'block', defining: true,
      parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { level: Math.min(Math.max(n, 2), 4) } })),
      toDOM: (node) => [`h${node.attrs.level}`, 0],
    },
    blockquote: block('blockquote', 'block+', { defining: true }),
    ordered_list: block('ol', 'list_item+'),
    bullet_list: block('ul', 'list_item+'),
    list_item: { content: 'paragraph block*', parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0], defining: true },
    ...cells,
    text: { group: 'inline' },
    hard_break: { inline: true, group: 'inline', selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
    image: {
      inline: true, group: 'inline', attrs: { src: {}, alt: { default: null } },
      parseDOM: [{ tag: 'img[src^="qx-img:"]', getAttrs: (dom) => ({ src: dom.getAttribute('src'), alt: dom.getAttribute('alt') }) }],
      toDOM: (node) => ['img', node.attrs],
    },
  },
  marks: {
    link: {
      attrs: { href: {} }, inclusive: false,
      parseDOM: [{ tag: 'a[href]', getAttrs: (dom) => (/^(https?:|mailto:)/i.test(dom.getAttribute('href')) ? { href: dom.getAttribute('href') } : false) }],
      toDOM: (mark) => ['a', { href: mark.attrs.href }, 0],
    },
    strong: inline('strong', ['b']), em: inline('em', ['i']), u: inline('u'),
  },
});

function htmlOf(doc) {
  const apart = document.implementation.createHTMLDocument('');  // no browser fetches its images
  const holder = apart.body;
  holder.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content, { document: apart }));
  if (doc.childCount === 1 && doc.firstChild.isTextblock && !doc.textContent.trim() && !holder.querySelector('img')) return '';
  return holder.innerHTML;
}

/* A document from the plain field: parsed apart from the page, where nothing of it is run or fetched. */
function read(area, written) {
  const holder = document.implementation.createHTMLDocument('').body;
  if (written === 'html') {
    const parsed = new window.DOMParser().parseFromString(trusted(area.value), 'text/html');
    holder.append(...parsed.body.childNodes);
  } else {
    area.value.split(/\n[ \t]*\n/).filter((part) => part.trim()).forEach((part) => {
      const paragraph = document.createElement('p');
      part.split('\n').forEach((line, index) => paragraph.append(...(index ? [document.createElement('br')] : []), line));
      holder.append(paragraph);
    });
  }
  return DOMParser.fromSchema(schema).parse(holder);
}

const policy = window.trustedTypes?.createPolicy('quipux-redactar', { createHTML: (text) => text });
const trusted = (text) => (policy ? policy.createHTML(text) : text);

/* Toolbar: words on every button; pressed says what holds at the cursor. */
const paragraph = () => setBlockType(schema.nodes.paragraph);
const inNode = (type, attrs) => (state) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type === type && (!attrs || node.attrs.level === attrs.level)) return true;
  }
  return false;
};
const holds = (mark) => (state) => {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(mark.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, mark);
};
const toggled = (on, apply, back) => (state, dispatch, view) => (on(state) ? back : apply)(state, dispatch, view);

function insertTable(state, dispatch) {
  const { table, table_row: row, table_cell: cell, table_header: header } = schema.nodes;
  const line = (type) => row.create(null, [0, 1, 2].map(() => type.createAndFill()));
  if (dispatch) dispatch(state.tr.replaceSelectionWith(table.create(null, [line(header), line(cell), line(cell)])).scrollIntoView());
  return true;
}

function link(state, dispatch, view) {
  const mark = schema.marks.link;
  if (holds(mark)(state)) return toggleMark(mark)(state, dispatch);
  if (state.selection.empty) return false;
  if (!dispatch) return true;
  const href = window.prompt('Dirección del enlace (https://… o mailto:…)', 'https://');
  if (href && /^(https?:\/\/|mailto:)\S+$/i.test(href)) toggleMark(mark, { href })(state, dispatch);
  view.focus();
  return true;
}

const heading = (level) => {
  const on = inNode(schema.nodes.heading, { level });
  return [on, toggled(on, setBlockType(schema.nodes.heading, { level }), paragraph())];
};
const listed = (type) => [inNode(type), toggled(inNode(type), wrapInList(type), liftListItem(schema.nodes.list_item))];
const { strong, em, u } = schema.marks;
const quote = inNode(schema.nodes.blockquote);
const TOOLS = [
  ['Negrita', holds(strong), toggleMark(strong)],
  ['Cursiva', holds(em), toggleMark(em)],
  ['Subrayado', holds(u), toggleMark(u)],
  ['Título 2', ...heading(2)], ['Título 3', ...heading(3)], ['Título 4', ...heading(4)],
  ['Lista', ...listed(schema.nodes.bullet_list)],
  ['Lista numerada', ...listed(schema.nodes.ordered_list)],
  ['Cita', quote, toggled(quote, wrapIn(schema.nodes.blockquote), lift)],
  ['Enlace', holds(schema.marks.link), link],
  ['Imagen', null, images.ask],
  ['Tabla', null, insertTable],
  ['Añadir fila', null, addRowAfter, true], ['Añadir columna', null, addColumnAfter, true],
  ['Quitar fila', null, deleteRow, true], ['Quitar columna', null, deleteColumn, true], ['Quitar tabla', null, deleteTable, true],
  ['Deshacer', null, undo], ['Rehacer', null, redo],
];

function toolbar(view, labelled) {
  const bar = document.createElement('div');
  bar.className = 'qx-barra';
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', `Formato de ${labelled}`);
  const buttons = TOOLS.map(([label, on, run, inTable]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => { if (run(view.state, view.dispatch, view) !== 'elsewhere') view.focus(); });
    bar.append(button);
    return { button, on, inTable };
  });
  bar.paint = () => buttons.forEach(({ button, on, inTable }) => {
    if (on) button.setAttribute('aria-pressed', String(on(view.state)));
    if (inTable) button.hidden = !isInTable(view.state);
  });
  return bar;
}

const hardBreak = chainCommands(exitCode, (state, dispatch) => {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(schema.nodes.hard_break.create()).scrollIntoView());
  return true;
});
const KEYS = {
  'Mod-z': undo, 'Mod-y': redo, 'Shift-Mod-z': redo, 'Mod-b': toggleMark(strong), 'Mod-i': toggleMark(em), 'Mod-u': toggleMark(u),
  'Shift-Enter': hardBreak, Enter: splitListItem(schema.nodes.list_item),
};
// Tab leaves the text, as everywhere else; only inside a table or a list it moves there.
const TABS = {
  Tab: chainCommands(goToNextCell(1), sinkListItem(schema.nodes.list_item)),
  'Shift-Tab': chainCommands(goToNextCell(-1), liftListItem(schema.nodes.list_item)),
};

function editor(box, changed) {
  const area = box.querySelector('textarea');
  const label = box.querySelector('label');
  const written = form.elements.formato;
  const place = document.createElement('div');
  area.before(place);
  let bar;
  const view = new EditorView(place, {
    state: EditorState.create({
      doc: read(area, written.value),
      plugins: [history(), keymap(KEYS), keymap(TABS), keymap(baseKeymap), tableEditing()],
    }),
    nodeViews: { image: images.shown },
    ...images.handlers,
    attributes: { class: 'qx-hoja', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label.textContent.trim() },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (transaction.docChanged) {
        area.value = htmlOf(view.state.doc);
        written.value = 'html';
        changed();
      }
      bar?.paint();
    },
  });
  bar = toolbar(view, 'el texto');
  place.prepend(bar);
  bar.paint();
  area.hidden = true;
  box.querySelector('[data-sin-editor]')?.remove();
  label.addEventListener('click', (event) => { event.preventDefault(); view.focus(); });
  // The error summary leads to the field's own id.
  const id = area.id;
  area.id = `${id}-html`;
  view.dom.id = id;
  images.listen(view);
  return view;
}

/* Saving by itself: every so many seconds, on leaving a field, and before the page is left. */
class Autosave {
  constructor() {
    // Names this page, so that the form never meets its own automatic saving as if it were another tab.
    const page = document.createElement('input');
    page.type = 'hidden';
    page.name = 'pestana';
    page.value = `${Date.now()}-${Math.random()}`;
    form.append(page);
    this.status = document.querySelector('[data-guardado]');
    this.dirty = false;
    form.addEventListener('input', () => { this.dirty = true; });
    form.addEventListener('change', () => { this.dirty = true; });
    form.addEventListener('focusout', () => this.save());
    setInterval(() => this.save(), 1000 * Number(form.dataset.cada));
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.save(true); });
    form.addEventListener('submit', () => { this.stopped = true; });
    addEventListener('pageshow', () => { this.stopped = false; });
  }

  fields() {
    if (this.writesOptions) return Object.fromEntries([...new FormData(form)].filter(([name]) => !['ficha', 'revision'].includes(name)));
    const names = ['tipo', 'nivel', 'categoria', 'tipificacion', 'asunto', 'descripcion', 'notas', 'antecedente', 'cuerpo', 'formato', 'pestana',
      'fecha', 'referencia', 'resumen', 'dirigido'];
    const found = Object.fromEntries(names.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]));
    if (form.elements.oculta?.checked) found.oculta = 'on';
    return found;
  }

  get writesOptions() {
    return form.elements.seccion.value === 'opciones';
  }

  /* One after another, so that whoever waits for it knows that the text is kept. */
  save(leaving = false) {
    this.going = (this.going || Promise.resolve()).then(() => this.keep(leaving));
    return this.going;
  }

  async keep(leaving) {
    if (!this.dirty || this.stopped || !(form.elements.asunto || this.writesOptions)) return;
    this.dirty = false;
    const body = JSON.stringify({ ficha: form.elements.ficha.value, revision: form.elements.revision.value, campos: this.fields() });
    try {
      const answer = await fetch(form.dataset.redactar, {
        method: 'POST', body, keepalive: leaving && body.length < 60000,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      });
      this.tell(await answer.json(), answer.ok);
    } catch {
      this.dirty = true;
      this.status.textContent = 'Todavía no se pudo guardar. Su texto sigue en esta página.';
    }
  }

  tell(data, kept) {
    this.status.textContent = kept ? `Guardado ${data.guardado}` : data.mensaje;
    if (!kept) return;
    form.elements.revision.value = data.revision;
    window.history.replaceState(null, '', data.direccion + (this.writesOptions ? '&seccion=opciones' : ''));
  }
}

/* Uploads: one after another, each with its progress, «Cancelar» and «Reintentar»; the plain form stays below. */
function uploads(box) {
  const list = box.querySelector('[data-subida-lista]');
  const input = box.querySelector('input[type="file"]');
  const waiting = [];
  let going = 0;
  const again = () => {
    if (going || !waiting.length) return;
    going += 1;
    waiting.shift()(() => { going -= 1; again(); });
  };
  const finished = () => { if (!going && !waiting.length && !list.querySelector('[data-fallo]')) location.reload(); };
  const row = (file) => {
    const item = document.createElement('li');
    const name = document.createElement('span');
    const bar = document.createElement('progress');
    const state = document.createElement('span');
    const button = document.createElement('button');
    item.className = 'qx-subida';
    name.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024))} KB)`;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute('aria-label', `Avance de ${file.name}`);
    button.type = 'button';
    button.className = 'qx-enlace';
    item.append(name, bar, state, button);
    list.append(item);
    return { item, bar, state, button };
  };
  const send = (file, parts) => (done) => {
    const request = new XMLHttpRequest();
    const { item, bar, state, button } = parts;
    const fail = (text) => {
      item.dataset.fallo = '';
      state.textContent = text;
      button.textContent = 'Reintentar';
      button.onclick = () => { delete item.dataset.fallo; waiting.push(send(file, parts)); again(); };
      done();
    };
    const data = new FormData(box);
    data.set('archivos', file);
    data.set('accion', 'adjuntar');
    button.textContent = 'Cancelar';
    button.onclick = () => request.abort();
    state.textContent = 'Subiendo…';
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; };
    request.onload = () => {
      const answer = request.getResponseHeader('Content-Type')?.includes('json') ? JSON.parse(request.responseText) : null;
      if (!answer) return fail('No se pudo adjuntar.');
      if (answer.rechazados.length) return fail(answer.rechazados.join(' '));
      bar.value = 100;
      state.textContent = 'Adjuntado';
      button.remove();
      window.history.replaceState(null, '', answer.direccion);
      done();
      return finished();
    };
    request.onerror = () => fail('Se cortó la conexión.');
    request.onabort = () => fail('Cancelado.');
    request.open('POST', box.action);
    request.setRequestHeader('Accept', 'application/json');
    request.send(data);
  };
  input.addEventListener('change', () => {
    [...input.files].forEach((file) => waiting.push(send(file, row(file))));
    input.value = '';
    again();
  });
}

if (form) {
  const saving = new Autosave();
  const box = form.querySelector('[data-editor]');
  if (box) editor(box, () => { saving.dirty = true; });
  beside(form, saving, trusted);
  document.querySelectorAll('[data-subida]').forEach(uploads);
}
