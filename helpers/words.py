"""How a number is written for a reader: in printed lines, in pictures, on sliders, in sentences.

One policy for all of them: four significant digits, a true minus sign, thousands set apart from
five digits on, and a power of ten only where the digits written out would be mostly zeros. Whole
numbers (Python's or numpy's, not floats) are counts and are written in full.
"""

from numbers import Integral, Real

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, unmasked

RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISE = str.maketrans("-0123456789", RAISED)
MILLION = 6  # from this power of ten on, a float is written with it


def number(x, digits=4):
    """A number, or several, as a reader likes it; InputError for what is none.

    digits: how many significant ones a float keeps.

    >>> number(1.04**20), number(2.5e-6), number([2, -1.6]), number(30_000.0)
    ('2.191', '2.5·10⁻⁶', '2, −1.6', '30\u202f000')
    """
    if isinstance(x, list | tuple) or np.ndim(x):
        return ", ".join(number(each, digits) for each in x)
    value = unmasked(x)[()]
    # numpy counts a span of time among the whole numbers
    if isinstance(value, bool | np.timedelta64) or not isinstance(value, Real):
        raise InputError(f"{brief(x)} is no number; a reader needs one such as 0.05, or several.")
    if isinstance(value, Integral):
        return apart(f"{value}")
    mantissa, _, power = f"{value + 0.0:.{digits}g}".partition("e")  # + 0.0: no minus before 0
    if not power:
        return apart(mantissa)
    if 0 < int(power) < MILLION:
        return apart(f"{float(mantissa) * 10 ** int(power):.0f}")
    factor = {"1": "", "-1": "−"}.get(mantissa, apart(mantissa) + "·")
    return f"{factor}10{str(int(power)).translate(RAISE)}"


def fixed(x, decimals):
    """A number with so many decimals: for columns and readouts that must not jump."""
    return apart(f"{float(x):z.{decimals}f}")  # z: no minus before 0


def say(*words):
    """Print words and numbers, the numbers as `number` writes them, whatever else as it is."""
    print(*map(readable, words))


def readable(word):
    try:
        return number(word)
    except InputError:
        return word


def apart(digits):
    """Plain digits with a reader's minus, infinity, and narrow spaces between thousands."""
    whole, dot, decimals = digits.partition(".")
    if len(whole.removeprefix("-")) > 4:
        whole = f"{int(whole):,}".replace(",", "\u202f")
    return f"{whole}{dot}{decimals}".replace("-", "−").replace("inf", "∞")
