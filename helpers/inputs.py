"""What a caller gave, made into arrays, or refused in a sentence."""

from numbers import Integral

import numpy as np

from helpers.errors import InputError


def numbers(value, name, example, kinds="iuf"):
    """``value`` as a fresh array of floats, complex numbers too where ``kinds`` holds "c".

    What is masked becomes nan. Raises InputError for strings, None, truth values, ragged lists:
    whatever holds no numbers.
    """
    array = unmasked(value)
    if array.dtype.kind not in kinds:
        raise InputError(
            f"{name} is {brief(value)}; it needs a number or an array of numbers, "
            f"such as {example}."
        )
    # In C's order: numpy may round sums otherwise, and a point in a batch is to be the point alone.
    return array.astype(complex if array.dtype.kind == "c" else float, order="C")


def unmasked(value):
    """``value`` as an array, of numbers or not; what is masked becomes nan."""
    try:
        # Only these can hold what is masked; for others, the many answers of f, it would be slow.
        if not isinstance(value, np.ma.MaskedArray | list | tuple):
            return np.asarray(value)
        array = np.ma.asarray(value)
        return np.where(array.mask, np.nan, array.data) if array.mask.any() else array.data
    except ValueError:  # ragged
        return np.asarray(None)


def finite(value, name, example):
    """``value`` as floats, none of them nan or inf; or InputError."""
    array = numbers(value, name, example)
    if not np.isfinite(array).all():
        raise InputError(f"{name} is {brief(value)}; it needs finite numbers, such as {example}.")
    return array


def one(value, name, example):
    """One finite number as a float; or InputError."""
    array = finite(value, name, f"{name} = {example}")
    if array.ndim:
        raise InputError(
            f"{name} is {brief(value)}; it needs one number, such as {name} = {example}."
        )
    return float(array)


def sides(window, n=None):
    """The n pairs (from, to) of a window, (n, 2); or InputError."""
    good = f"window = {((-2, 2),) * (n or 2)}"
    pairs = numbers(window, "window", good)
    shaped = pairs.ndim == 2 and pairs.shape[1] == 2 and len(pairs) == (n or max(1, len(pairs)))
    if not shaped or not np.isfinite(pairs).all() or not (np.diff(pairs) > 0).all():
        raise InputError(
            f"window is {brief(window)}; it needs {n or 'n'} pair{'s' * (n != 1)} of finite "
            f"numbers (from, to), one per coordinate, from < to, such as {good}."
        )
    return pairs


def knob(value, name, example=0.1):
    """A knob as floats, none of them negative, nan or inf; or InputError."""
    array = numbers(value, name, f"{name} = {example}")
    bad = array[~(np.isfinite(array) & (array >= 0))]
    if bad.size:
        found = "is" if array.ndim == 0 else "contains"
        uphill = " To go uphill, try gradient_ascent." if name == "rate" and bad[0] < 0 else ""
        raise InputError(
            f"{name} {found} {bad[0]:g}; it needs finite numbers that are not negative, "
            f"such as {name} = {example}.{uphill}"
        )
    return array


def fraction(value, name, example):
    """One number between 0 and 1, neither of them, as a float; or InputError."""
    array = numbers(value, name, f"{name} = {example}")
    if array.ndim or not 0 < array < 1:
        raise InputError(
            f"{name} is {brief(value)}; it needs one number between 0 and 1, "
            f"such as {name} = {example}."
        )
    return float(array)


def whole(value, name, example, least=1):
    """One whole number from ``least`` on; or InputError."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise InputError(
            f"{name} is {brief(value)}; it needs a whole number from {least} on, such as "
            f"{name} = {example}."
        )
    return int(value)


def choice(value, name, options):
    """``value`` if it is one of the ``options``; or InputError."""
    if not isinstance(value, str) or value not in options:
        known = " or ".join(repr(option) for option in options)
        raise InputError(f"{name} is {brief(value)}; it needs {known}.")
    return value


def brief(value):
    """``value`` as a reader would recognise it, in at most 60 characters."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "…"


def named(f):
    return getattr(f, "name", None) or brief(f)


ADVICE = {
    "grad": "an objective from surfaces",
    "hess": "bfgs, which builds its own",
    "residuals": "surfaces.rosenbrock, or bfgs",
    "jacobian": "surfaces.rosenbrock, or bfgs",
}


def require(f, who, needed):
    """InputError if ``f`` lacks one of the ``needed`` derivatives."""
    for derivative in needed:
        if not callable(getattr(f, derivative, None)):
            raise InputError(
                f"{who} needs f.{derivative}; {named(f)} has none. Try {ADVICE[derivative]}."
            )


class Checked:
    """f as the methods see it: every answer is a fresh array of the right shape, or InputError.

    f is handed a copy of x: a reader's `x *= 2` must not move the run.
    """

    def __init__(self, f):
        self.f, self.name = f, named(f)

    def __call__(self, x):
        return self.answer(self.f(x.copy()), "f(x)", x, x.shape[:-1])

    def grad(self, x):
        return self.answer(self.f.grad(x.copy()), "f.grad(x)", x, x.shape)

    def value_and_grad(self, x):
        """Both, by f's own ``value_and_grad`` where it has one."""
        if not hasattr(self.f, "value_and_grad"):
            return self(x), self.grad(x)
        value, grad = pair(self.f.value_and_grad(x.copy()), self.name)
        return (self.answer(value, "f(x)", x, x.shape[:-1]),
                self.answer(grad, "f.grad(x)", x, x.shape))  # fmt: skip

    def hess(self, x):
        return self.answer(self.f.hess(x.copy()), "f.hess(x)", x, x.shape + x.shape[-1:])

    def residuals(self, x):
        return self.answer(self.f.residuals(x.copy()), "f.residuals(x)", x, (*x.shape[:-1], "m"))

    def jacobian(self, x):
        shape = (*x.shape[:-1], "m", x.shape[-1])
        return self.answer(self.f.jacobian(x.copy()), "f.jacobian(x)", x, shape)

    def answer(self, given, call, x, shape):
        wanted = str(shape).replace("'", "")
        array = numbers(given, f"{call} of {self.name}", f"an array of shape {wanted}")
        if array.shape != shape and not fits(array.shape, shape):
            raise InputError(
                f"{call} of {self.name} has shape {array.shape} where x has shape {x.shape}; "
                f"it needs shape {wanted}. Coordinates are on the last axis."
            )
        return array


def pair(given, name):
    """What ``value_and_grad`` gave, if it is two things; or InputError."""
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise InputError(
            f"value_and_grad of {name} gives {brief(given)}; it needs a pair, the value and the "
            "gradient. Try return value, grad."
        )
    return given


def fits(given, wanted):
    """Whether two shapes agree where ``wanted`` holds numbers; letters stand for any."""
    pairs = zip(given, wanted, strict=False)
    return len(given) == len(wanted) and all(a == b or isinstance(b, str) for a, b in pairs)
