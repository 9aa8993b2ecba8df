"""What a citizen sees and does: always less than any officer (documents §12, §16.2).

`sight` says which copies are hers, `wording` how they are told, `listing` what the trays show.
"""
