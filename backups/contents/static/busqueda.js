/* Búsqueda del respaldo: todo ocurre en este equipo, sin red. */
(function () {
  "use strict";

  var MAXIMO = 200;
  var FECHA = 1, NUMERO = 2, CARPETA = 8;
  var TITULOS = ["Fecha", "No. Documento", "De", "Para", "Asunto", "Tipo Documento", "Firma Digital"];
  var filas = [];
  var textos = [];
  var carga = null;
  var espera = 0;

  function plano(texto) {
    return texto.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  /* Cada indice_NNN.js llama a esta función con sus documentos. */
  window.quipuxIndice = function (nuevas) {
    nuevas.forEach(function (fila) {
      filas.push(fila);
      textos.push(plano(fila.slice(FECHA, CARPETA - 1).join(" ")));
    });
  };

  function cargarUno(numero) {
    return new Promise(function (listo, fallo) {
      var guion = document.createElement("script");
      guion.src = "sitio/indice_" + String(numero).padStart(3, "0") + ".js";
      guion.onload = listo;
      guion.onerror = fallo;
      document.head.appendChild(guion);
    });
  }

  /* Uno tras otro: así las filas quedan en el orden del respaldo. */
  function cargar(total) {
    var cadena = Promise.resolve();
    for (var numero = 1; numero <= total; numero += 1) {
      cadena = cadena.then(cargarUno.bind(null, numero));
    }
    return cadena;
  }

  function contiene(texto, palabras) {
    for (var i = 0; i < palabras.length; i += 1) {
      if (texto.indexOf(palabras[i]) === -1) { return false; }
    }
    return true;
  }

  function buscar(consulta) {
    var palabras = plano(consulta).split(/\s+/).filter(Boolean);
    var halladas = [];
    if (!palabras.length) { return null; }
    /* Las palabras largas descartan antes. */
    palabras.sort(function (una, otra) { return otra.length - una.length; });
    for (var i = 0; i < textos.length; i += 1) {
      if (contiene(textos[i], palabras)) { halladas.push(filas[i]); }
    }
    return halladas;
  }

  function elemento(nombre, texto) {
    var nodo = document.createElement(nombre);
    if (texto !== undefined) { nodo.textContent = texto; }
    return nodo;
  }

  function celdaFecha(fila) {
    var celda = elemento("td");
    celda.className = "fecha";
    if (!fila[CARPETA]) {
      celda.textContent = fila[FECHA];
      return celda;
    }
    var enlace = elemento("a", fila[FECHA]);
    enlace.href = "data/documentos/" + fila[CARPETA] + "/pagina.html";
    var oculto = elemento("span", " " + fila[NUMERO]);
    oculto.className = "oculto";
    enlace.appendChild(oculto);
    celda.appendChild(enlace);
    return celda;
  }

  function renglon(fila) {
    var tr = elemento("tr");
    tr.appendChild(celdaFecha(fila));
    var numero = elemento("th", fila[NUMERO]);
    numero.scope = "row";
    tr.appendChild(numero);
    for (var i = NUMERO + 1; i < CARPETA; i += 1) { tr.appendChild(elemento("td", fila[i])); }
    return tr;
  }

  function tabla(halladas) {
    var resultado = elemento("table");
    resultado.className = "t t-lista";
    var titulo = elemento("caption", "Resultados de la búsqueda");
    titulo.className = "oculto";
    resultado.appendChild(titulo);
    var cabecera = elemento("tr");
    TITULOS.forEach(function (texto) {
      var th = elemento("th", texto);
      th.scope = "col";
      cabecera.appendChild(th);
    });
    resultado.appendChild(elemento("thead")).appendChild(cabecera);
    var cuerpo = resultado.appendChild(elemento("tbody"));
    halladas.slice(0, MAXIMO).forEach(function (fila) { cuerpo.appendChild(renglon(fila)); });
    return resultado;
  }

  function frase(halladas) {
    if (!halladas.length) { return "Ningún documento contiene todas esas palabras."; }
    var cuantos = halladas.length === 1 ? "1 documento encontrado." : halladas.length + " documentos encontrados.";
    return halladas.length > MAXIMO ? cuantos + " Se muestran los primeros " + MAXIMO + "; escriba más palabras." : cuantos;
  }

  document.addEventListener("DOMContentLoaded", function () {
    var formulario = document.getElementById("busqueda");
    var caja = document.getElementById("texto");
    var estado = document.getElementById("estado");
    var resultados = document.getElementById("resultados");

    function mostrar() {
      var halladas = buscar(caja.value);
      resultados.textContent = "";
      estado.textContent = halladas ? frase(halladas) : "";
      if (halladas && halladas.length) { resultados.appendChild(tabla(halladas)); }
    }

    function pedir() {
      clearTimeout(espera);
      if (!carga) {
        estado.textContent = "Leyendo el índice…";
        carga = cargar(Number(formulario.dataset.archivos));
      }
      carga.then(mostrar, function () {
        estado.textContent = "No se pudo leer el índice de búsqueda. Extraiga todas las partes en la misma carpeta o use los listados.";
      });
    }

    formulario.addEventListener("submit", function (evento) {
      evento.preventDefault();
      pedir();
    });
    caja.addEventListener("input", function () {
      clearTimeout(espera);
      espera = setTimeout(pedir, 250);
    });
    formulario.hidden = false;
  });
}());
