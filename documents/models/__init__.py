"""Documents: what is written once, and who has it (documents §2)."""

from documents.models.archive import PhysicalLocation, PhysicalPlacement
from documents.models.attachments import Attachment
from documents.models.catalogue import Classification, CommentPhrase, InstitutionSettings, InstitutionType
from documents.models.composing import BodyImage, BodyVersion, ComposeSession, PrintOptions
from documents.models.content import Document, DocumentType, Party
from documents.models.corrections import PostCorrection
from documents.models.dispatching import EnvelopeAddress, PaperDispatch, PhysicalTransfer
from documents.models.dossiers import Dossier
from documents.models.filing import (
    Folder,
    FolderItem,
    MetadataLabel,
    MetadataValue,
    PersonalLabel,
    SavedFilter,
)
from documents.models.holding import Copy
from documents.models.inked import PaperPrint, SignatureImage
from documents.models.letterheads import AreaBackground
from documents.models.numbering import IssuedNumber, NumberCounter, NumberFormat, NumberSkip, TemporaryCounter
from documents.models.receipts import DeliveryReceipt, FirstOpening
from documents.models.reporting import ReportFile
from documents.models.search import SearchMark, SearchRow
from documents.models.sharing import ConfidentialGrant, Informed, Participation
from documents.models.signing import Signature, SignatureCheck, SignatureRequest, SigningSession
from documents.models.tasks import Task
from documents.models.work import ActRun, Sending

__all__ = [
    "ActRun",
    "AreaBackground",
    "Attachment",
    "BodyImage",
    "BodyVersion",
    "Classification",
    "CommentPhrase",
    "ComposeSession",
    "ConfidentialGrant",
    "Copy",
    "DeliveryReceipt",
    "Document",
    "DocumentType",
    "Dossier",
    "EnvelopeAddress",
    "FirstOpening",
    "Folder",
    "FolderItem",
    "Informed",
    "InstitutionSettings",
    "InstitutionType",
    "IssuedNumber",
    "MetadataLabel",
    "MetadataValue",
    "NumberCounter",
    "NumberFormat",
    "NumberSkip",
    "PaperDispatch",
    "PaperPrint",
    "Participation",
    "Party",
    "PersonalLabel",
    "PhysicalLocation",
    "PhysicalPlacement",
    "PhysicalTransfer",
    "PostCorrection",
    "PrintOptions",
    "ReportFile",
    "SavedFilter",
    "SearchMark",
    "SearchRow",
    "Sending",
    "Signature",
    "SignatureCheck",
    "SignatureImage",
    "SignatureRequest",
    "SigningSession",
    "Task",
    "TemporaryCounter",
]
