// The QR of a comprobante carries the consult code behind «#», which no server receives: it is put into its field.
document.querySelectorAll('[data-from-hash]').forEach((form) => {
  const field = document.getElementById(form.dataset.fromHash);
  const code = decodeURIComponent(location.hash.slice(1));
  if (field && !field.value && /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/.test(code)) field.value = code;
});
