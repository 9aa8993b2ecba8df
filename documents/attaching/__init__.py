"""Anexos: what may be attached, how it is kept, revised and read (documents §6.4)."""
