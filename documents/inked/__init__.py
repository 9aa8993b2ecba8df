"""The image of a signature, which only paper copies bear (institutions §6.2, documents §8)."""
