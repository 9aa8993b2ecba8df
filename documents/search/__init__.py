"""Finding documents: an index beside them, and questions that show no more than its reader may see (documents §13)."""
