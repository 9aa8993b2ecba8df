"""`manage.py doctor`: is this installation healthy?"""

import sys

from django.core.management.base import BaseCommand

from quipux import doctor
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Comprueba todo lo que Quipux necesita: una línea por parte y un código de salida."
    requires_system_checks = ()  # They are one of the lines.

    def add_arguments(self, parser):
        add_json(parser)

    def handle(self, *, json, **options):
        findings = doctor.examine()
        if json:
            facts = {"parts": {one.name: {"ok": one.ok, "detail": one.detail} for one in findings}}
            return report(self, facts=facts, sentence="", sound=all(one.ok for one in findings), as_json=True)
        width = max(len(finding.name) for finding in findings)
        for finding in findings:
            # The word beside the colour: some terminals and people see none.
            mark = self.style.SUCCESS("bien ") if finding.ok else self.style.ERROR("FALLA")
            self.stdout.write(f"{mark}  {finding.name:<{width}}  {finding.detail}")
        if not all(finding.ok for finding in findings):
            sys.exit(1)
        return None
