"""Who gets the mails about a request, and at which address (backups §7)."""

from dataclasses import dataclass

from accounts.models import User
from backups import permissions
from backups.models import BackupRequest
from backups.states import Kind
from institutions.actors import ADMINISTER, Actor
from institutions.models import Appointment


@dataclass(frozen=True)
class Recipient:
    """A person in the post that the mail is about.

    Attributes:
        address: the confirmed work address while the post works, else the person's verified one; may be empty.
    """

    user: User
    position: str
    address: str

    @property
    def greeting(self) -> str:
        return f"{self.user.academic_title} {self.user.full_name}".strip()


def recipients_of(request: BackupRequest) -> list[Recipient]:
    """The owner of a personal request; the AIQ who sent an institutional one.

    Who sent it and is no longer AIQ is replaced by the AIQs in office. The inactive servant gets none.
    """
    posts = [request.appointment] if request.kind == Kind.PERSONAL else _administrators(request)
    return [Recipient(post.person, post.title, post.notice_address) for post in posts]


def _administrators(request):
    sender = request.sent_by or request.created_by
    if _downloads(sender, request):
        return [sender]
    holders = Appointment.objects.working().with_names().filter(institution=request.institution_id,
                                                                grants__permission=ADMINISTER)  # fmt: skip
    return [post for post in holders.order_by("pk") if _downloads(post, request)]


def _downloads(post, request):
    """Only whoever can take the archive is told of it: not an AIQ of some áreas, when another one sent it (§8)."""
    return post.is_working and permissions.can_download(request, Actor(post.person, post))
