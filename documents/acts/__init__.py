"""Acts on one to 500 copies: one frame of confirmation, run and result for all of them (documents §4.2)."""

from documents.acts.registry import ACTS, Act, acts_for, register

__all__ = ["ACTS", "Act", "acts_for", "register"]
