"""One way to write a number for a reader."""

import re
import unicodedata

import numpy as np
import pytest

from helpers import live, plots, words
from helpers.errors import InputError

THIN = "\u202f"


@pytest.mark.parametrize(("given", "read"), [
    (1.02**20, "1.486"), (0.9, "0.9"), (-1.04, "−1.04"), (0.0001234, "0.0001234"),
    (2.5e-6, "2.5·10⁻⁶"), (-3e12, "−3·10¹²"), (1e-5, "10⁻⁵"), (-1e9, "−10⁹"), (9.9999e-6, "10⁻⁵"),
    (12_345.6, f"12{THIN}350"), (9999.96, f"10{THIN}000"), (-654_321.0, f"−654{THIN}300"),
    (999_960.0, "10⁶"), (1_234_567.0, "1.235·10⁶"),
    (1_249_988, f"1{THIN}249{THIN}988"), (-9999, "−9999"), (np.int64(12), "12"),
    (10**6, f"1{THIN}000{THIN}000"),
    (0.0, "0"), (-0.0, "0"), (np.ma.masked, "nan"), (np.inf, "∞"), (-np.inf, "−∞"), (np.nan, "nan"),
    (np.float64(100.9), "100.9"), (np.float32(0.1), "0.1"), (np.array(3.0), "3"),
    ([2, -1.6], "2, −1.6"), (np.eye(2)[0], "1, 0"), ([[1], [2, 3.5]], "1, 2, 3.5"), ([], ""),
])  # fmt: skip
def test_numbers_are_written_for_readers(given, read):
    assert words.number(given) == read


def value_of(text):
    """The number that a reader reads."""
    plain = text.replace("−", "-").replace(THIN, "")
    factor, power = re.fullmatch(r"(.*?)(?:10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", plain).groups()
    factor = {"": 1.0, "-": -1.0}.get(factor) or float(factor.rstrip("·"))
    return factor * 10.0 ** int(unicodedata.normalize("NFKC", power or "0").replace("−", "-"))


@pytest.mark.parametrize("digits", [3, 4, 7])
def test_what_is_written_is_the_number_to_as_many_digits(digits):
    rng = np.random.default_rng(3)
    for x in rng.choice([-1, 1], 300) * 10 ** rng.uniform(-12, 12, 300):
        assert value_of(words.number(x, digits)) == pytest.approx(x, rel=0.51 * 10 ** (1 - digits))


def test_more_digits_where_they_are_asked_for():
    assert words.number(12_345.6, 6) == f"12{THIN}345.6"
    assert words.number(1.23456789e-7, 6) == "1.23457·10⁻⁷"


def test_decimals_stay_as_many():
    assert [words.fixed(x, 2) for x in (0.9, -1, 12_345.678, -0.0, -0.004, np.float32(-0.001))] == [
        "0.90", "−1.00", f"12{THIN}345.68", "0.00", "0.00", "0.00"
    ]  # fmt: skip


@pytest.mark.parametrize("given", [True, np.True_, None, "12", 1 + 2j, object, [1, None], b"1",
                                   np.timedelta64(3)])
def test_what_is_no_number_is_refused(given):
    with pytest.raises(InputError, match="is no number"):
        words.number(given)


def test_say_prints_words_and_numbers_and_whatever_else(capsys):
    words.say("After", 20, "steps |x| is", 2 * 1.04**20)
    words.say(True, None, np.False_, [1, None], (0.5, 1e-7))
    first, second = capsys.readouterr().out.splitlines()
    assert first == "After 20 steps |x| is 4.382"
    assert second == "True None False [1, None] 0.5, 10⁻⁷"


def test_there_is_one_way():
    """Printed lines, sentences and sliders write alike."""
    assert plots.number is words.number and plots.say is words.say
    values = [1e-7, 2.5e-6, 0.03, 2000.0]
    assert live.slider(values).texts == tuple(map(words.number, values))
