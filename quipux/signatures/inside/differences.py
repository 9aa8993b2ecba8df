"""What an incremental update did to a file: the library's rules, and the case they leave out.

The library compares forms, so it knows no first signature of a file that has no form yet; that is the very case of an
official document, which is compared with its signed form.
"""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FormUpdatingRule,
    ModificationLevel,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.commons import compare_key_refs, qualify_transforming
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FormUpdate, _list_fields

FORM = "/AcroForm"
# What a signer may write in the form he brings: its fields, and the looks of their texts.
KEYS = {"/Fields", "/SigFlags", "/DA", "/DR"}


class FirstFormRule(FormUpdatingRule):
    """The library's rule, for files without a form too: the new form may hold new signatures and nothing else."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver):
        """Yield every update of the form that is explained. Raises SuspiciousModification."""
        if FORM in old.root:
            yield from super().apply(old, new)
            return
        if FORM not in new.root:
            return
        nothing = generic.DictionaryObject()
        form = yield from _vetted(FORM, old, nothing, new.root)
        if not isinstance(form, generic.DictionaryObject) or not set(form) <= KEYS:
            raise SuspiciousModification("The new form holds more than signatures.")
        fields = yield from _vetted("/Fields", old, nothing, form)
        if (resources := (yield from _vetted("/DR", old, nothing, form))) is not None:
            for reference in new.collect_dependencies(resources, since_revision=old.revision + 1):
                yield ModificationLevel.FORM_FILLING, FormUpdate(reference)
        path = RawPdfPath("/Root", FORM, "/Fields")
        specs = dict(_list_fields(generic.ArrayObject(), fields, old_path=path))
        for rule in self.field_rules:
            yield from rule.apply(FieldComparisonContext(field_specs=specs, old=old, new=new))


def _vetted(key, old, old_dictionary, new_dictionary):
    """The new value of ``key``, once the library agrees that writing it touches nothing older."""
    _, value = yield from qualify_transforming(
        ModificationLevel.LTA_UPDATES,
        compare_key_refs(key, old, old_dictionary, new_dictionary),
        transform=FormUpdate.curry_ref(field_name=None),
    )
    return value


POLICY = StandardDiffPolicy(DEFAULT_DIFF_POLICY.global_rules, FirstFormRule(DEFAULT_DIFF_POLICY.form_rule.field_rules))
