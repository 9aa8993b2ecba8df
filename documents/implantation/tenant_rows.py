"""What documents keeps of a training tenant, and with whom it exchanged them (institutions §12.8)."""

from documents import models
from documents.models import Copy, Party
from institutions.purging.rows import Rows, register, register_partners

DOCUMENT, COPY = ("document__institution",), ("copy__document__institution",)
POST, AREA, OWN = ("appointment__institution",), ("area__institution",), ("institution",)


def exchanged_with(institution: int) -> set[int]:
    """Keys of the institutions that hold its documents, or whose documents it holds."""
    copies = Copy.objects.filter(document__institution=institution).values_list("institution", flat=True)
    named = Party.objects.filter(document__institution=institution).values_list("appointment__institution", flat=True)
    held = Copy.objects.filter(institution=institution).values_list("document__institution", flat=True)
    served = Copy.objects.filter(holder__institution=institution).values_list("document__institution", flat=True)
    asked = Party.objects.filter(appointment__institution=institution).values_list("document__institution", flat=True)
    return {key for rows in (copies, named, held, served, asked) for key in rows.distinct()} - {None}


register(
    Rows(models.SignatureCheck, ("signature__document__institution",)),
    Rows(models.Signature, DOCUMENT),
    Rows(models.SignatureRequest, DOCUMENT),
    Rows(models.SigningSession, POST),
    Rows(models.Task.answers.through, ("task__copy__document__institution",)),
    Rows(models.Task, COPY),
    Rows(models.Informed, COPY),
    Rows(models.ConfidentialGrant, COPY),
    Rows(models.FirstOpening, COPY),
    Rows(models.Participation, DOCUMENT),
    Rows(models.MetadataValue, COPY),
    Rows(models.MetadataLabel, OWN),
    Rows(models.FolderItem, COPY),
    Rows(models.PersonalLabel.copies.through, ("personallabel__appointment__institution",)),
    Rows(models.PersonalLabel, POST),
    Rows(models.SavedFilter, POST),
    Rows(models.PhysicalPlacement, COPY),
    Rows(models.PhysicalLocation, AREA),
    Rows(models.PhysicalTransfer, COPY),
    Rows(models.PaperDispatch, COPY),
    Rows(models.EnvelopeAddress, ("party__document__institution",)),
    Rows(models.DeliveryReceipt, DOCUMENT),
    Rows(models.NumberSkip, ("counter__area__institution",)),
    Rows(models.IssuedNumber, DOCUMENT),
    Rows(models.NumberCounter, AREA),
    Rows(models.TemporaryCounter, AREA),
    Rows(models.NumberFormat, AREA),
    Rows(models.Dossier, POST),
    Rows(models.ReportFile, POST),
    Rows(models.Attachment, (*DOCUMENT, *COPY, "session__appointment__institution")),
    Rows(models.BodyImage.documents.through, ("bodyimage__appointment__institution",)),
    Rows(models.BodyImage, POST),
    Rows(models.BodyVersion, DOCUMENT),
    Rows(models.PrintOptions, DOCUMENT),
    Rows(models.ComposeSession, POST),
    Rows(models.Sending, DOCUMENT),
    Rows(models.SearchRow, DOCUMENT),
    Rows(models.ActRun, POST),
    Rows(models.Folder, AREA),
    Rows(models.CommentPhrase, OWN),
    Rows(models.Classification, OWN),
    Rows(models.InstitutionType.listed.through, ("institutiontype__institution",)),
    Rows(models.InstitutionType, OWN),
    Rows(models.InstitutionSettings, OWN),
    Rows(models.PostCorrection, OWN),
    Rows(models.AreaBackground, AREA),
    Rows(models.SignatureImage, POST),
    Rows(models.PaperPrint, DOCUMENT),
    Rows(Copy, DOCUMENT),
    Rows(Party, DOCUMENT),
    Rows(models.Document, OWN),
    Rows(models.DocumentType, OWN),
)  # fmt: skip
register_partners(exchanged_with)
