"""Documents: what is written once, and who has it (documents §2)."""

from documents.models.content import Attachment, Document, DocumentType, NumberCounter, Party
from documents.models.holding import ConfidentialGrant, Copy, Informed, Participation
from documents.models.search import SearchMark, SearchRow

__all__ = ["Attachment", "ConfidentialGrant", "Copy", "Document", "DocumentType", "Informed", "NumberCounter",
           "Participation", "Party", "SearchMark", "SearchRow"]  # fmt: skip
