"""Subrogación: registered, ended early, told of; being effective is a matter of the clock (institutions §8)."""
