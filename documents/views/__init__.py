"""Pages of trays and documents."""
