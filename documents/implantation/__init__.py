"""What an implantation asks of documents: automatic items, and what is copied to production (institutions §12.6, §12.9)."""
