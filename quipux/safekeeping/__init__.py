"""Backups of the system itself: database and stored bytes, sealed to a key that is kept elsewhere (safety §11).

Order: the database first, then the bytes that its rows name; those are immutable and named by their content, so
each is sealed once however many copies of the system name it. The server knows only the public half of the key:
whoever steals the copies, or the server, reads nothing of them.
"""
