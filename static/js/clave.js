// A new password: each of its rules marked while it is typed (accounts-portal §8.1). The server judges, so that the page
// holds neither the person's data nor the list of common passwords; without an answer the hint of the field remains.

const PAUSE = 400; // milliseconds without a key

function watch(box) {
  const field = document.getElementById(box.dataset.reglasDe);
  const list = box.querySelector("ul");
  const lines = [...box.querySelectorAll("[data-regla]")];
  const notice = box.querySelector("[data-reglas-aviso]");
  let timer, asking;

  const mark = (met) => lines.filter((line) => {
    const isMet = met[line.dataset.regla] === true;
    const tag = line.querySelector("strong");
    tag.textContent = isMet ? "Cumple" : "Falta";
    tag.classList.toggle("govuk-tag--green", isMet);
    tag.classList.toggle("govuk-tag--grey", !isMet);
    return !isMet;
  });
  const say = (missing) => {
    const words = missing.map((line) => line.querySelector("span").textContent);
    const said = words.length ? `Falta: ${words.join("; ")}.` : "La contraseña cumple las reglas.";
    if (notice.textContent !== said) notice.textContent = said;
  };
  const silent = () => { // no answer: nothing is claimed
    list.hidden = true;
    notice.textContent = "";
  };
  const ask = async () => {
    asking = new AbortController();
    const body = new FormData();
    body.set("nueva", field.value);
    body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(box.dataset.reglas, { method: "POST", body, signal: asking.signal });
      if (!answer.ok) return silent();
      say(mark(await answer.json()));
      list.hidden = false;
    } catch (error) {
      if (error.name !== "AbortError") silent();
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if (field.value) timer = setTimeout(ask, PAUSE);
    else {
      mark({});
      notice.textContent = "";
    }
  });
  list.hidden = false;
}

document.querySelectorAll("[data-reglas]").forEach(watch);
