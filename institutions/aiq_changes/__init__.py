"""Another AIQ for an institution in production (institutions §12.7)."""
