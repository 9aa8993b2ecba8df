"""Hashed names for static files, those of modules that import one another included (ui.md section 2.2)."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


def without_source_maps(patterns):
    """The rules of the base class less those that look for source maps: the vendored originals name
    maps that nobody serves, and would stop the collection."""
    return tuple(
        (extension, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for extension, rules in patterns
    )


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names files by their content, compresses them, and rewrites url() and import to the new names."""

    support_js_module_import_aggregation = True
    patterns = without_source_maps(CompressedManifestStaticFilesStorage.patterns)
