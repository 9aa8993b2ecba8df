"""Support cases: two levels, answered, closed and opened again (institutions §13)."""
