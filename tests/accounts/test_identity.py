"""Identity documents: the vectors and properties of accounts-portal §3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.identity import InvalidIdentity, RucKind, kind_of_ruc, mask, validate_cedula, validate_ruc
from institutions.people.forms import IdentityForm
from tests.factories import cedula, with_check_digit

PROVINCES = [f"{number:02d}" for number in range(1, 25)] + ["30"]
PREFIXES = st.builds(
    lambda province, third, rest: f"{province}{third}{rest:06d}",
    st.sampled_from(PROVINCES), st.integers(0, 5), st.integers(0, 999_999),
)  # fmt: skip


def is_valid(number: str) -> bool:
    try:
        validate_cedula(number)
    except InvalidIdentity:
        return False
    return True


@pytest.mark.parametrize("number", ["1710034065", "0602922924", "0100000017", "2400000002", "3000000004", "0950000000"])
def test_a_01_a_valid_cedula_is_kept_as_ten_digits(number):
    assert validate_cedula(number) == number


@pytest.mark.parametrize("typed", ["171003406-5", " 1710034065 ", "1710 034 065", "171.003.406-5"])
def test_a_01_separators_people_type_are_removed(typed):
    assert validate_cedula(typed) == "1710034065"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("1710034066", "El dígito verificador no corresponde"),
        ("0602922920", "El dígito verificador no corresponde"),
        ("2510034065", "Los dos primeros dígitos no son una provincia"),
        ("0010034065", "Los dos primeros dígitos no son una provincia"),
        ("1760034065", "El tercer dígito no es válido"),
        ("171003406", "La cédula debe tener 10 dígitos"),
        ("17100340A5", "La cédula debe tener 10 dígitos"),
        ("17100340651", "La cédula debe tener 10 dígitos"),
        ("", "La cédula debe tener 10 dígitos"),
        ("١٧١٠٠٣٤٠٦٥", "La cédula debe tener 10 dígitos"),
    ],
)
def test_a_01_a_wrong_cedula_is_refused_with_its_reason(number, reason):
    with pytest.raises(InvalidIdentity) as refusal:
        validate_cedula(number)
    assert str(refusal.value) == reason


RUCS = [
    "1710034065001", "1760001550001", "1768152560001", "0960000220001", "1760000900001", "1790011674001", "0990004196001",
    "1790000060001",
]  # fmt: skip
NO_RUCS = [
    "1710034065000", "1710034065002", "1710034066001", "1760001550002", "1760001560001", "1790011674002", "1790011675001",
    "1770011674001", "1780011674001", *(f"17600004{digit}0001" for digit in range(10)),
    *(f"179000001{digit}001" for digit in range(10)),
]  # fmt: skip


@pytest.mark.parametrize("number", RUCS)
def test_a_01_the_ruc_of_a_person_an_institution_and_a_company_is_accepted(number):
    assert validate_ruc(number) == number


@pytest.mark.parametrize(("number", "kind"), [
    ("1710034065001", RucKind.NATURAL), ("3050000000001", RucKind.NATURAL), ("1760001550001", RucKind.PUBLIC),
    ("1790011674001", RucKind.COMPANY), ("0990004196-001", RucKind.COMPANY),
], ids=["natural", "abroad", "public", "company", "hyphen"])  # fmt: skip
def test_a_01_a_ruc_says_whose_it_is(number, kind):
    assert kind_of_ruc(number) == kind


@pytest.mark.parametrize("number", NO_RUCS)
def test_a_01_what_is_no_ruc_is_refused(number):
    with pytest.raises(InvalidIdentity):
        validate_ruc(number)


@pytest.mark.parametrize(("number", "reason"), [
    ("171003406-5", ""), ("1710034066", "El dígito verificador no corresponde"),
    ("2510034065", "Los dos primeros dígitos no son una provincia"), ("1760034065", "El tercer dígito no es válido"),
    ("171003406", "La cédula debe tener 10 dígitos")])  # fmt: skip
def test_a_01_a_form_says_the_same(number, reason):
    form = IdentityForm({"tipo": "cedula", "numero": number})
    assert (form.is_valid(), form.errors.get("numero", [])) == (not reason, [f"{reason}."] if reason else [])
    assert reason or form.cleaned_data["numero"] == "1710034065"


@given(PREFIXES)
def test_exactly_one_check_digit_completes_nine_digits(prefix):
    assert [digit for digit in "0123456789" if is_valid(prefix + digit)] == [with_check_digit(prefix)[-1]]


@given(PREFIXES, st.integers(0, 9), st.integers(1, 9))
def test_changing_any_one_digit_makes_it_invalid(prefix, position, shift):
    number = with_check_digit(prefix)
    changed = str((int(number[position]) + shift) % 10)
    assert not is_valid(number[:position] + changed + number[position + 1 :])


@given(st.text(max_size=30))
def test_no_text_breaks_the_validation(text):
    assert not is_valid(text) or sum(character.isdigit() for character in text) == 10


def test_the_factory_gives_different_valid_numbers():
    numbers = {cedula(serial) for serial in range(0, 700_000, 7919)}
    assert len(numbers) == len(range(0, 700_000, 7919))
    assert all(is_valid(number) for number in numbers)


def test_a_masked_number_keeps_its_first_half_only():
    assert mask("0602912345") == "06029•••••"
