"""Composing: who may write what, what is being typed, and how it becomes a draft (documents §3, §6)."""
