// «Comprobar archivo»: SHA-256 of a local file, in pieces, in this browser. Nothing is uploaded.
// WebCrypto hashes only what fits in memory at once; a part of a backup may be larger.

const K = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

export class Sha256 {
  constructor() {
    this.state = new Int32Array([
      0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ]);
    this.words = new Int32Array(64);
    this.rest = new Uint8Array(64);
    this.held = 0;
    this.length = 0;
  }

  update(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.held) {
      at = Math.min(64 - this.held, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.held);
      this.held += at;
      if (this.held < 64) return this;
      this.block(this.rest, 0);
      this.held = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.rest.set(bytes.subarray(at));
    this.held = bytes.length - at;
    return this;
  }

  block(bytes, at) {
    const w = this.words;
    const s = this.state;
    for (let i = 0; i < 16; i += 1) {
      const p = at + 4 * i;
      w[i] = (bytes[p] << 24) | (bytes[p + 1] << 16) | (bytes[p + 2] << 8) | bytes[p + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15];
      const y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    for (let i = 0; i < 64; i += 1) {
      const e1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + e1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const a0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (a0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    s[0] += a; s[1] += b; s[2] += c; s[3] += d; s[4] += e; s[5] += f; s[6] += g; s[7] += h;
  }

  hex() {
    const bits = this.length * 8;
    const tail = new Uint8Array(((this.held + 8) >> 6 << 6) + 64 - this.held);
    tail[0] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(tail.length - 4, bits >>> 0);
    this.update(tail);
    return [...this.state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

const PIECE = 4 * 1024 * 1024;

// Hash a file piece by piece; each wait between pieces lets the page answer.
export async function hashFile(file, told = () => {}) {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += PIECE) {
    hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    told(Math.min(1, (at + PIECE) / file.size));
  }
  return hash.hex();
}

/*
 * data-hash-check: box with a file input, a <progress> and an element with role status.
 * data-sha256: expected value, compared; data-name: the file's name for the sentence.
 * data-hash-field: id of a text input that receives the value instead (public check by hash);
 * data-hash-send: its form is then sent, the value alone.
 */
function start(box) {
  const input = box.querySelector('input[type="file"]');
  const bar = box.querySelector('progress');
  const result = box.querySelector('[role="status"]');
  const field = box.dataset.hashField && document.getElementById(box.dataset.hashField);
  let turn = 0;
  box.hidden = false;
  input.addEventListener('change', async () => {
    const [file] = input.files;
    const mine = turn += 1;
    if (!file) return;
    box.removeAttribute('data-result');
    result.textContent = 'Calculando la huella…';
    bar.hidden = false;
    try {
      const found = await hashFile(file, (share) => { if (mine === turn) bar.value = share; });
      if (mine !== turn) return;
      if (field) field.value = found;
      box.dataset.result = verdict(box, found, result);
      if (field && 'hashSend' in box.dataset) field.form.requestSubmit();
      box.dispatchEvent(new CustomEvent('qx:hashed', { bubbles: true, detail: { sha256: found, result: box.dataset.result } }));
    } catch {
      if (mine === turn) result.textContent = 'No se pudo leer el archivo. Elíjalo otra vez.';
    }
    if (mine === turn) bar.hidden = true;
  });
}

function verdict(box, found, result) {
  const expected = box.dataset.sha256?.toLowerCase();
  if (!expected) {
    result.textContent = `SHA-256: ${found}`;
    return 'computed';
  }
  const same = found === expected;
  result.textContent = same
    ? `Comprobada: el archivo es idéntico a ${box.dataset.name}.`
    : `No coincide con ${box.dataset.name}. El archivo está incompleto o es otro; descárguelo de nuevo.`;
  return same ? 'same' : 'different';
}

document.querySelectorAll('[data-hash-check]').forEach(start);
