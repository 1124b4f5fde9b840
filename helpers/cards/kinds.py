"""The four kinds of guess card, as an author asks for them."""

from numbers import Integral
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from helpers import live
from helpers.errors import InputError
from helpers.inputs import brief
from helpers.live import settings
from helpers.words import number as written

from .card import made
from .frame import frame_of

OPTIONS = range(2, 6)
WITHIN = 0.01  # by what part a number that is not whole may be off


def choice(question, options, *, answer, because, figure=None, at=None, before=None, said=None):
    """A question with two to five options, one of which is true.

    ``options``: texts, or a dict ``{text: why one thinks so}`` (None or "" where there is nothing
    to say). ``answer``: the true option's text, computed. ``because``: why it is true, a sentence
    or two. ``figure``: the live figure that the card sets to ``at`` (the controls' values by name;
    the last step unless it says ``step``) when it is answered. ``said``: the word of the figure's
    sentence there that tells the answer (by default the option's text).
    Raises InputError for what cannot be asked.
    """
    whys = reasons(options)
    words, drive = words_of(question, because), drive_of(figure, at, before)
    answer = answer.strip() if isinstance(answer, str) else answer
    if not isinstance(answer, str) or answer not in whys:
        raise InputError(
            f"The answer {brief(answer)} is none of the options: {', '.join(map(repr, whys))}."
        )
    telling = (answer if said is None else plain(said, "said"),)
    listed = [{"text": text, "why": why} for text, why in whys.items()]
    spec = {"options": listed, "answer": list(whys).index(answer)}
    return made("choice", words, answer, capital(ended(answer)), telling, drive, spec)


def number(question, *, answer, because, unit="", within=None, figure=None, at=None, before=None):
    """A question whose answer is a number, which the reader types.

    ``answer``: a finite number, computed, in ``unit`` ("steps", "%", or none). ``within``: the part
    of it by which a guess may be off and is still right; by default none for a whole number (an
    int), 1 % for others. The other arguments are those of ``choice``. Raises InputError likewise.
    """
    words, drive = words_of(question, because), drive_of(figure, at, before)
    unit = plain(unit, "unit") if unit else ""
    value, whole = finite(answer), isinstance(answer, Integral)
    within = (0.0 if whole else WITHIN) if within is None else finite(within, "within")
    if within < 0:
        raise InputError(f"The card's within is {within:g}; it needs a part that is not negative.")
    digits = written(answer)
    text = " ".join(filter(None, (digits, unit)))
    spec = {"answer": value, "unit": unit, "within": within}
    return made("number", words, answer, ended(text), (digits,), drive, spec)


def place(question, *, answer, because, ax, figure, at, before=None, on=None):
    """A question that is answered by putting a flag into the axes ``ax`` of the live figure.

    ``answer``: (x, y) in the axes' units, computed. With ``on``, a line of the figure that is the
    graph of a function, the flag stays on that line and the answer is x alone. The figure is first
    set to ``before`` (``at`` at step 0, unless it is given). The other arguments are those of
    ``choice``. Raises InputError likewise, and for an answer outside the axes.
    """
    words, drive = words_of(question, because), drive_of(figure, at, before, needed="place")
    frame = frame_of(ax, figure)
    points = None if on is None else graph(on, frame)
    path = None if on is None else path_of(*points, frame)
    x, y = pair(answer) if on is None else on_graph(answer, *points)
    spot = frame.fractions(x, y)
    if not ((spot >= 0) & (spot <= 1)).all():
        raise InputError(
            f"The answer {written([x, y])} lies outside the axes; no flag could be put there."
        )
    if on is None:
        answer, telling = (x, y), (written(x), written(y))
        text = f"({telling[0]}, {telling[1]})"
    else:
        answer, telling = x, (written(x),)
        text = f"{frame.spec['x']['name']} = {telling[0]}"
    spec = {"answer": [spot.tolist()], "value": [x, y], "frame": frame.spec, "path": path}
    return made("place", words, answer, ended(text), telling, drive, spec)


def sketch(question, *, answer, because, ax, figure, at, before=None):
    """A question that is answered by drawing a curve into the axes ``ax`` of the live figure.

    ``answer``: the true curve, computed: values (n,) at steps 0 … n − 1, or a pair (x, y) of arrays
    (n,) with x increasing. The other arguments are those of ``place``. Raises InputError likewise.
    """
    words, drive = words_of(question, because), drive_of(figure, at, before, needed="sketch")
    frame, (x, y) = frame_of(ax, figure), curve(answer)
    spots = frame.fractions(x, y)
    if ((spots >= 0) & (spots <= 1)).all(-1).sum() < 2:
        raise InputError(
            "The answer's curve has fewer than two points inside the axes; choose their limits so "
            "that it can be seen and drawn."
        )
    text = f"From {written(y[0])} to {written(y[-1])}"
    spec = {"answer": in_order(spots), "frame": frame.spec}
    return made("sketch", words, np.stack([x, y], -1), ended(text), (), drive, spec)


# ---- the words


class Words(NamedTuple):
    question: str
    because: str


def words_of(question, because):
    return Words(plain(question, "question"), plain(because, "because"))


def plain(text, what):
    """``text`` if it is plain and not empty; or InputError."""
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"A card's {what} is {brief(text)}; it needs a sentence.")
    if any(mark in text for mark in ("$", "\\(", "\\[")):
        raise InputError(
            f"A card's words are plain, so that they look alike everywhere: write r < 2/f″ or x₁² "
            f"in Unicode instead of the formula in {brief(text)}."
        )
    return text.strip()


def ended(text):
    """With a full stop, if it has none."""
    return text + ("" if text.endswith((".", "!", "?", "…")) else ".")


def capital(text):
    """With a capital where it begins with a word (x₂ and r stay small)."""
    return text[:1].upper() + text[1:] if text[:2].isalpha() and text[1:2].islower() else text


def reasons(options):
    """``{option: why one thinks so}``; or InputError."""
    if isinstance(options, str) or not isinstance(options, list | tuple | dict):
        raise InputError(
            f"options is {brief(options)}; it needs a list of two to five texts, or a dict "
            "{text: why one thinks so}."
        )
    texts = [plain(option, "option") for option in options]
    if len(texts) not in OPTIONS or len(set(texts)) < len(texts):
        raise InputError(
            f"The card has the options {brief(texts)}; it needs two to five different ones."
        )
    given = options if isinstance(options, dict) else {}
    return {text: plain(why, "reason") if (why := given.get(option)) else ""
            for text, option in zip(texts, options, strict=True)}


# ---- the answers


def finite(value, what="answer"):
    """One finite number as a float; or InputError."""
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "iuf" or array.ndim:
            raise TypeError
    except (TypeError, ValueError):
        raise InputError(f"The card's {what} is {brief(value)}; it needs one number.") from None
    if not np.isfinite(array):
        raise InputError(
            f"The card's {what} is {brief(value)}; it needs a finite number, which a reader could "
            "guess. Look at what was computed."
        )
    return float(array)


def pair(value):
    try:
        x, y = value
    except (TypeError, ValueError):
        raise InputError(
            f"The answer is {brief(value)}; a place needs (x, y), in the axes' units."
        ) from None
    return finite(x), finite(y)


def curve(answer):
    """x and y (n,), finite, x increasing; or InputError."""
    try:
        parts = answer if isinstance(answer, tuple) else (np.arange(len(answer)), answer)
        x, y = (np.asarray(part, float) for part in parts)
        if x.shape != y.shape or x.ndim != 1 or len(x) < 2:
            raise ValueError
    except (TypeError, ValueError):
        raise InputError(
            f"The answer is {brief(answer)}; a curve needs at least two values, or a pair (x, y) "
            "of equally many."
        ) from None
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError(
            "The answer's curve has nan or ∞ in it; a card needs finite numbers. Look at what was "
            "computed, or end the curve before."
        )
    if not (np.diff(x) > 0).all():
        raise InputError("The answer's x must increase: a sketch has one height at each x.")
    return x, y


def graph(line, frame):
    """x and y (n,) of a line that has a height at each x, without its gaps; or InputError."""
    if not isinstance(line, Line2D) or line.axes is not frame.ax:
        raise InputError(f"on is {brief(line)}; it needs a line of the card's axes.")
    x, y = np.asarray(line.get_data(), float)
    keep = np.isfinite(x) & np.isfinite(y)
    x, y = x[keep], y[keep]
    if len(x) < 2 or not (np.diff(x) > 0).all():
        raise InputError(
            "on needs a line whose x increases, such as plots.curve draws: the flag has one "
            "height at each x."
        )
    return x, y


def path_of(x, y, frame):
    """The places of a graph's points, from one side of the axes to the other."""
    sides = np.clip(np.sort(frame.ax.get_xlim()), x[0], x[-1])
    within = np.union1d(x[(sides[0] < x) & (x < sides[1])], sides)
    return in_order(frame.fractions(within, np.interp(within, x, y)))


def in_order(spots):
    """Places (n, 2) from left to right, also where the axis runs the other way."""
    return np.round(spots[np.argsort(spots[:, 0], kind="stable")], 4).tolist()


def on_graph(answer, x, y):
    """(x, y) of the answer x on the graph; or InputError."""
    at = finite(answer)
    if not x[0] <= at <= x[-1]:
        raise InputError(
            f"The answer {written(at)} lies beyond the ends of the line, "
            f"{written(x[0])} and {written(x[-1])}; no flag could be put there."
        )
    return at, float(np.interp(at, x, y))


# ---- the figure that is driven


class Drive(NamedTuple):
    """What a card does with its figure: nothing, if it has none."""

    figure: object = None
    target: str = ""
    setting: dict = {}  # never changed
    before: dict = {}
    place: dict = {}  # the setting without time
    at: dict = {}


def drive_of(figure, at, before, needed=""):
    """The figure and the setting that a card speaks of; or InputError."""
    if figure is None:
        if needed or at or before:
            raise InputError(
                f"A {needed or 'card with at=…'} needs figure=…, what live.figure returned."
            )
        return Drive()
    if not isinstance(figure, live.Figure):
        raise InputError(f"figure is {brief(figure)}; it needs what live.figure returned.")
    if figure.picture.comm is None:
        raise InputError(
            "The figure of this card is closed: the cell that made it has been run again since. "
            "Give the card the new figure (run the figure's cell, then this one)."
        )
    if not isinstance(at, dict):
        raise InputError(
            f"at is {brief(at)}; it needs the setting that the card speaks of, such as "
            "dict(rate=0.2, step=10)."
        )
    controls = figure.job.controls
    setting = settings.indices(controls, **at)
    time = next((name for name, control in controls.items() if control.kind == "steps"), None)
    if before is None:
        rewound = {} if time is None else {time: 0}
        before = {name: value for name, value in at.items() if name in controls} | rewound
    return Drive(
        figure, f"IPY_MODEL_{figure.picture.model_id}", setting,
        settings.indices(controls, **before),
        {trait: i for trait, i in setting.items() if trait != f"at_{time}"}, dict(at))  # fmt: skip
