"""The reports of documents: tables, pictures and lists over a period (documents §14)."""
