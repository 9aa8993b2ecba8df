from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Documentos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import merging, personal_tables
        from documents import departure_items, departure_personal, history, menu, reorganising, safekeeping  # noqa: F401  (they register themselves)
        from documents.acts import (  # noqa: F401
            composing_acts,
            dispatch_acts,
            folder_acts,
            routing_acts,
            sending_acts,
            task_acts,
            window_acts,
        )
        from documents.attaching import history as attaching  # noqa: F401
        from documents.attaching import revising
        from documents.citizens import menu as citizens  # noqa: F401
        from documents.corrections import history as corrections  # noqa: F401
        from documents.dispatching import history as dispatching  # noqa: F401
        from documents.implantation import checks, guidance, looks, parts, tenant_rows  # noqa: F401
        from documents.numbering.configuring import copiers_of, formats_of
        from documents.receipts import history as receipts  # noqa: F401
        from documents.reports import numbering, of_institution  # noqa: F401
        from institutions.areas import uses
        from quipux.alarms import services as alarms
        from quipux.alarms.runbooks import Runbook
        from quipux.alarms.watches import unless
        from quipux.web import health

        personal_tables.register(
            personal_tables.PersonalTable("documents.Party", "Documentos de ciudadanos", "person"),
            personal_tables.PersonalTable("documents.Copy", "Documentos en bandejas de servidores", "holder__person"),
        )
        merging.register(merging.Participant("documents.Party", "person", once_per="document"))
        merging.register(merging.Participant("documents.Copy", "holder_citizen"))
        uses.register_dependants(copiers_of)
        uses.register_count("Formatos de numeración", formats_of)
        health.register_night_check("antivirus", revising.check_pace)
        alarms.register("antivirus", "el antivirus no responde", Runbook.SCANNER,
                        unless("antivirus", "Hay anexos que esperan la revisión más de 10 minutos.", revising.check_pace))  # fmt: skip
        safekeeping.register()
