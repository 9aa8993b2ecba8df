"""Documents: what is written once, and who has it (documents §2)."""

from documents.models.content import Attachment, Document, DocumentType, NumberCounter, Party
from documents.models.holding import ConfidentialGrant, Copy, Informed, Participation

__all__ = ["Attachment", "ConfidentialGrant", "Copy", "Document", "DocumentType", "Informed", "NumberCounter",
           "Participation", "Party"]  # fmt: skip
