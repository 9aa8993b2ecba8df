"""`manage.py doctor`: is this installation healthy?"""

import sys

from django.core.management.base import BaseCommand

from quipux import doctor


class Command(BaseCommand):
    help = "Comprueba todo lo que Quipux necesita: una línea por parte y un código de salida."
    requires_system_checks = ()  # They are one of the lines.

    def handle(self, *args, **options):
        findings = doctor.examine()
        width = max(len(finding.name) for finding in findings)
        for finding in findings:
            # The word beside the colour: some terminals and people see none.
            mark = self.style.SUCCESS("bien ") if finding.ok else self.style.ERROR("FALLA")
            self.stdout.write(f"{mark}  {finding.name:<{width}}  {finding.detail}")
        if not all(finding.ok for finding in findings):
            sys.exit(1)
