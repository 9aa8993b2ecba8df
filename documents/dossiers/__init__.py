"""«Exportar expediente»: the documents of a carpeta virtual, or those associated to one, as a ZIP (documents §13.8)."""
