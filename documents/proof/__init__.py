"""What anybody may ask about an official document, without a session (documents §15).

`codes` reads what people type, `records` finds the document and says what of it is public, `elsewhere` asks the
apps above for the files they know, `posted` looks at a file that somebody sent, `tramites` answers «Consultar
trámite», and `limits` counts the tries.
"""
