"""The states of an institution: suspended, reinstated, closed with a custodian (institutions §5.2, §10.4)."""
