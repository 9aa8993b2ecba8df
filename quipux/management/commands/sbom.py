"""The list of everything that this product is made of, as CycloneDX JSON (safety §2.9, §14)."""

import json as writer
from pathlib import Path

from django.core.management.base import BaseCommand

from quipux import materials
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = (
        "Escribe la lista de componentes (SBOM, CycloneDX 1.5) y dice si lo instalado es lo fijado en requirements.txt."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--output", type=Path, metavar="ARCHIVO", help="dónde escribirla; sin esto, solo se compara"
        )
        add_json(parser)

    def handle(self, *, output, json, **options):
        parts = materials.components()
        if output:
            output.write_text(writer.dumps(materials.document(parts), ensure_ascii=False, indent=1), encoding="utf-8")
        wrong = materials.differences(parts)
        sentence = "\n".join([f"Componentes: {len(parts)}. Distintos de lo fijado: {len(wrong)}.", *wrong])
        report(
            self,
            facts={"components": len(parts), "differences": wrong},
            sentence=sentence,
            sound=not wrong,
            as_json=json,
        )
