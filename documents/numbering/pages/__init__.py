"""The pages of numbering formats: their rules are the service's (institutions §7)."""
