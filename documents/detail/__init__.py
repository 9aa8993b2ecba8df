"""What the pages of one document show (documents §5.4)."""

from documents.detail.copies import COLUMNS as COPIES_COLUMNS
from documents.detail.copies import copies_of, copies_table
from documents.detail.differences import Piece, differences
from documents.detail.sheet import (
    attachments_of,
    dated,
    days_of_answer,
    images_of,
    last_reassignment_comment,
    parties_by_role,
    reference_link,
)
from documents.detail.trail import hides_draft_steps, trail

__all__ = ["COPIES_COLUMNS", "Piece", "attachments_of", "copies_of", "copies_table", "dated", "days_of_answer",
           "differences", "hides_draft_steps", "images_of", "last_reassignment_comment", "parties_by_role",
           "reference_link", "trail"]  # fmt: skip
