"""Electronic signature as a flow: sessions, what is given to sign, what is received, what is known later (documents §9).

`quipux.signatures` signs and judges bytes; here is decided who may sign what, until when, and what follows.
"""
