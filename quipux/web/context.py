"""Context processor of the frame. Everything in it is computed only if the template asks for it."""

from functools import cached_property

from django.conf import settings

from quipux import clock, environments
from quipux.notices.models import Notice
from quipux.web import menu
from quipux.web.version import version


class Frame:
    """What base.html draws around the content: person, contexts, menu, notices."""

    def __init__(self, request):
        self._request = request

    @cached_property
    def actor(self):
        """The person in one context, or None (institutions' middleware sets it on the request)."""
        return getattr(self._request, "actor", None)

    @property
    def institution_name(self):
        return self.actor.institution_name if self.actor else ""

    @cached_property
    def person(self):
        """The name of who is signed in; someone without a context is known too, and may leave."""
        if self.actor:
            return self.actor.label
        user = getattr(self._request, "user", None)
        return user.full_name if user is not None and user.is_authenticated else ""

    @property
    def has_wide_rows(self) -> bool:
        """Whether the person chose «Cómoda» (ui §3.2)."""
        user = getattr(self._request, "user", None)
        return getattr(user, "density", "") == "comfortable"

    @property
    def is_citizen(self) -> bool:
        """Whether the person is here for herself, in no office."""
        return bool(getattr(self.actor, "is_citizen", False))

    @property
    def searches_people(self):
        """Whether the quick search takes a cédula too (documents §13.1)."""
        return bool(self.actor and (self.actor.holds("register_incoming") or self.actor.holds("create_citizens")))

    @cached_property
    def contexts(self):
        return list(self.actor.contexts) if self.actor else []

    @cached_property
    def menu(self):
        return menu.menu_for(self._request, citizen=self.is_citizen) if self.actor else []

    @cached_property
    def primary_items(self):
        return [item for group in self.menu for item in group.items if item.primary]

    @cached_property
    def groups(self):
        found = [menu.MenuGroup(g.label, [i for i in g.items if not i.primary]) for g in self.menu]
        return [group for group in found if group.items]

    @cached_property
    def unread(self):
        return menu.unread_in(self.menu)

    @cached_property
    def unread_notices(self) -> int:
        """How many «Avisos» the person has not read in the post in use, or as a citizen."""
        return Notice.objects.of(self._request.user, self.actor.context_id).unread().count() if self.actor else 0

    @cached_property
    def notices(self):
        return menu.notices_for(self._request)

    @cached_property
    def is_training(self):
        """Whether what is done here is practice: a training tenant, or a whole deployment; said in words on every page."""
        return environments.is_practice() or bool(getattr(self.actor, "is_training", False))

    @property
    def real_address(self) -> str:
        """Of the deployment where documents are valid, empty where that is this one."""
        return environments.address_of_the_other() if environments.is_practice() else ""

    @cached_property
    def session_ends_at(self):
        """When the session ends unless it is used; None where it has no end of its own."""
        return getattr(self._request, "session_ends_at", None)

    @property
    def session_seconds(self) -> int:
        asked_at = getattr(self._request.user, "asked_at", None) or clock.now()  # no page should ask the hour twice
        return max(0, int((self.session_ends_at - asked_at).total_seconds()))

    @property
    def operator_name(self):
        return settings.QUIPUX_OPERATOR_NAME

    @property
    def support_email(self):
        return settings.QUIPUX_SUPPORT_EMAIL

    @property
    def version(self):
        return version()


def frame(request):
    return {"frame": Frame(request)}
