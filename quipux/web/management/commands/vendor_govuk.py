from django.core.management.base import BaseCommand

from quipux.web import vendoring


class Command(BaseCommand):
    requires_system_checks: tuple = ()
    help = "Escribe static/vendor/ a partir de los originales de govuk-frontend, sin tipografía ni escudo ajenos."

    def handle(self, *args, **options):
        folder = vendoring.served_folder()
        for path, content in vendoring.served_files().items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            self.stdout.write(f"{vendoring.sha256(content)}  {path}")
        (folder / "VENDOR.txt").write_text(vendoring.inventory(), encoding="utf-8")
