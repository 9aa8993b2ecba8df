from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = "Instituciones"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import merging, personal_tables, roles
        from accounts.models.roles import Role
        from institutions import (  # noqa: F401  (they register themselves)
            admin,
            banners,
            entering,
            history,
            holdings,
            menu,
            passwords,
            privileged,
            registrations,
            tenants,
        )
        from institutions.admin import (
            audit,  # noqa: F401
            implantation,  # noqa: F401
            incidents,  # noqa: F401
            reorganisation,  # noqa: F401
            reports,  # noqa: F401
            staff,  # noqa: F401
            support,  # noqa: F401
        )
        from institutions.admin import waiting as queues
        from institutions.aiq_changes import history as of_aiq_changes  # noqa: F401
        from institutions.catalogues import admin as catalogues_admin  # noqa: F401
        from institutions.data import admin as data_admin  # noqa: F401
        from institutions.departures import own_items  # noqa: F401
        from institutions.implantation import history as of_implantation  # noqa: F401
        from institutions.implantation import menu as my_implantation  # noqa: F401
        from institutions.implantation import own_checks, own_parts  # noqa: F401
        from institutions.implantation.permissions import REVIEW, TEACH
        from institutions.models.support import ATTEND
        from institutions.permissions import admin as grants_admin  # noqa: F401
        from institutions.purging import own_rows  # noqa: F401
        from institutions.reorganisation import history as of_plans  # noqa: F401
        from institutions.reorganisation import own_parts as moving_parts  # noqa: F401
        from institutions.reports import people, platform, structure  # noqa: F401
        from institutions.support import desk  # noqa: F401
        from institutions.support import history as of_support  # noqa: F401
        from quipux.administration import waiting

        for provider in (queues.of_citizens, queues.of_institutions, queues.of_people):
            waiting.register(provider)
        personal_tables.register(personal_tables.PersonalTable("institutions.Appointment", "Puestos", "person"))
        merging.register(merging.Participant("institutions.SupportCase", "author"))
        merging.register(merging.Participant("institutions.ListMember", "person", once_per="list"))
        roles.register(Role.AGQ, "institutions.change_institution", "institutions.add_grant", REVIEW, TEACH)
        roles.register(Role.TRAINER, TEACH)
        roles.register(Role.DESK, ATTEND)
