"""Constancias de entrega: what was sent to whom, when it was posted, delivered and first opened (issue 6, point 6)."""
