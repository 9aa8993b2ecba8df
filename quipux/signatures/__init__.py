"""Electronic signatures: making them, accepting them, and telling what any file is worth (documents §9, §15).

    from quipux.signatures.signing import SigningKey, sign
    from quipux.signatures.validating import accept, examine, examine_enveloped, recheck
    from quipux.signatures.errors import BadKeyFile, SignatureRefused, SignatureUnavailable
    from quipux.signatures.results import Stamp, TEST_NOTICE

Files and certificates are read, and keys held, in a limited child process that reaches no network (safety §2.6,
§2.8); `quipux.signatures.inside` runs there alone, so nothing is imported here. For practice, tests and the
demonstration there is `quipux.signatures.test_authority`.
"""
