// «No puedo leer ni escuchar el código»: the browser works a moment instead (accounts-portal §7.1, way 3).

const BATCH = 256;
const encoder = new TextEncoder();

function zeroBits(digest) {
  let bits = 0;
  for (const byte of new Uint8Array(digest)) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

async function prove(key, cost) {
  for (let from = 0; ; from += BATCH) {
    const numbers = Array.from({ length: BATCH }, (_, i) => String(from + i));
    const digests = await Promise.all(
      numbers.map((n) => crypto.subtle.digest("SHA-256", encoder.encode(`${key}:${n}`))),
    );
    const found = digests.findIndex((digest) => zeroBits(digest) >= cost);
    if (found >= 0) return numbers[found];
  }
}

function offer(box) {
  const button = box.querySelector("[data-codigo-prueba]");
  const notice = box.querySelector("[data-codigo-aviso]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    notice.textContent = "Comprobando…";
    box.querySelector('[name$="_prueba"]').value = await prove(box.dataset.clave, Number(box.dataset.costo));
    notice.textContent = "Comprobación lista";
  });
}

if (window.crypto?.subtle) document.querySelectorAll("[data-codigo]").forEach(offer);
