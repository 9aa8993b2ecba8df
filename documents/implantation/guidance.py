"""Where the items about documents are done (institutions §12.6, groups E, F, H and P)."""

from institutions.implantation.guidance import Step, register

register(Step("Escriba el formato de cada área y tipo de documento, o copie el de otra área.", "Ir a Numeración",
              "documents:numbering"), "PS-E1")  # fmt: skip
register(Step("Declare la «Secuencia Actual» de cada formato propio.", "Ir a Numeración", "documents:numbering"),
         "PS-E2", "PS-P4")  # fmt: skip
register(Step("Suba la plantilla del área y pulse «Validar Plantilla».", "Ir a Áreas", "institutions:areas"), "PS-E3")
register(Step("Active los tipos de documento que usa, cree los propios y revise sus textos iniciales.",
              "Ir a Tipos de documento", "documents:types"), "PS-E4")  # fmt: skip
register(Step("Cree los metadatos de la institución y de sus áreas.", "Ir a Metadatos", "documents:headings"), "PS-F3")
register(Step("Cree las carpetas virtuales de la institución.", "Ir a Carpetas", "documents:folders"), "PS-F2")
register(Step("Un servidor escribe y envía uno de cada tipo en este ambiente.", "Ir a las bandejas", "documents:tray",
              args=("recibidos",)),
         "PS-E5", "PS-H1", "PS-H2", "PS-H3", "PS-H4", "PS-H5")  # fmt: skip
register(Step("Busque un documento de prueba y abra un reporte.", "Ir a Reportes", "documents:reports"), "PS-H6")
