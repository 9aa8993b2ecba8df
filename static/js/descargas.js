// «Comprobar archivo» of the download page: looks the computed SHA-256 up in the list of parts and marks the row.
// Runs only where huella.js computes; without either the list can be compared by hand.

document.querySelectorAll('[data-check-parts]').forEach((box) => {
  const result = box.querySelector('[role="status"]');
  box.addEventListener('qx:hashed', (event) => {
    const found = document.querySelector(`[data-part-sha256="${event.detail.sha256}"]`);
    box.dataset.result = found ? 'same' : 'different';
    result.textContent = found
      ? `Comprobada: el archivo es idéntico a ${found.dataset.partName}.`
      : 'No coincide con ninguna parte de la lista. El archivo está incompleto o es otro; descárguelo de nuevo.';
    if (found) found.closest('[data-part]').querySelector('[data-part-checked]').hidden = false;
  });
});
