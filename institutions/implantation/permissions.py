"""Who may move an implantation (institutions §12.4). Each predicate is given to the machine and to the templates."""

from institutions.states import AppointmentState

REVIEW = "institutions.review_implantation"  # AGQ
TEACH = "institutions.run_courses"  # SGE capacitador
OWN_INSTITUTION = "No puede resolver casos de su propia institución."


def is_applicant(case, actor) -> bool:
    """Who came with the link that was mailed for this case."""
    return getattr(actor, "case_id", None) == case.pk


def is_system(case, actor) -> bool:
    return bool(getattr(actor, "is_system", False))


def can_review(case, actor) -> bool:
    """An AGQ, in no office."""
    return _is_operator(actor) and actor.user.has_perm(REVIEW)


def can_teach(case, actor) -> bool:
    """A capacitador, or an AGQ."""
    return _is_operator(actor) and (actor.user.has_perm(TEACH) or actor.user.has_perm(REVIEW))


def is_aiq(case, actor) -> bool:
    """The AIQ in the institution where the work is done now: training until approval, production after it."""
    appointment = getattr(actor, "appointment", None)
    if appointment is None or actor.is_delegate or actor.is_leaver:
        return False
    return appointment.institution_id in (case.training_id, case.production_id) and actor.holds("institutional_admin")


def can_review_or_is_system(case, actor) -> bool:
    return is_system(case, actor) or can_review(case, actor)


def serves_there(case, user) -> bool:
    """Whether an operator also works in the institution of the case (§4.1 rule 7)."""
    posts = user.appointments.filter(state__in=AppointmentState.working())
    return posts.filter(institution__ruc=case.ruc).exists()


def _is_operator(actor):
    is_person = getattr(actor, "user", None) is not None
    return is_person and getattr(actor, "appointment", None) is None and not getattr(actor, "is_citizen", False)
