"""What a caller typed, made into arrays, or refused in a sentence."""

import numpy as np

from helpers.errors import InputError


def numbers(value, name, example, kinds="iuf"):
    """``value`` as a fresh array of floats, complex numbers too where ``kinds`` holds "c".

    Raises InputError for strings, None, truth values, ragged lists: whatever holds no numbers.
    """
    try:
        array = np.asarray(value)
    except ValueError:
        array = np.asarray(None)
    if array.dtype.kind not in kinds:
        raise InputError(
            f"{name} is {brief(value)}; it needs a number or an array of numbers, "
            f"such as {example}."
        )
    return array.astype(np.result_type(array, float))


def brief(value):
    """``value`` as a reader would recognise it, in at most 60 characters."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "…"
