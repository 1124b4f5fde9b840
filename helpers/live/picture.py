"""The still pictures of a live figure, and where everything live stands: matplotlib's part, once.

``drawn`` is the only function that asks matplotlib where and how; whoever packs, paints or answers
later is given its ``Still``.
"""

from contextlib import contextmanager
from typing import NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import images

from . import artists, geometry
from .answers import moment

# below the picture that is stored; the live figure that takes its place has no such line
STILL = "Run this cell to move the figure."


class Still(NamedTuple):
    """All that is ever taken from the matplotlib figure."""

    canvas: geometry.Canvas
    png: bytes  # the figure as it starts, for readers without a kernel
    below: tuple  # for each background (one, or one for each option of a choice): what stands
    above: tuple  # under the live artists, what stands over the low ones among them (or None),
    seen: tuple  # and which of the live artists are to be seen
    places: dict  # {artist: Place}, lowest first
    grounds: dict  # {name of a point: the Transform of its axes}


def drawn(fig, moving, named, answers, steps, k):
    """Draw the figure as it starts, every live artist at its data of step ``k``: a ``Still``.

    ``moving`` are the live artists, ``named`` the controls, ``answers`` {artist: Answer} at the
    start. Afterwards the artists are again as the author left them.
    """
    movers = [member for artist in moving for member in artists.members(artist)]
    waiting = {member for a in set(moving) - set(answers) for member in artists.members(a)}
    choices = [control for control in named.values() if control.kind == "choice"]
    with as_they_were(movers):
        show_moment(answers, steps, k)
        settle(fig)
        canvas = canvas_of(fig)
        lowest_first = sorted(moving, key=lambda a: artists.depth(artists.members(a)[0]))
        places = {artist: artists.frozen(artist, canvas) for artist in lowest_first}
        with hidden([*waiting, *hidden_at_start(choices)]):
            png = images.png(fig, colours=64, caption=STILL)  # it only stands in
        below, above, seen = zip(*backgrounds(fig, lowest_first, choices), strict=True)
    grounds = {name: control.ax.transData.frozen()
               for name, control in named.items() if control.kind == "point"}
    return Still(canvas, png, below, above, seen, places, grounds)


def canvas_of(fig):
    width, height = fig.get_size_inches() * fig.dpi
    return geometry.Canvas(width, height, fig.dpi / 72)


@contextmanager
def as_they_were(things):
    """Give artists back as the author left them: of the same figure another may be made live."""
    before = [(thing, dict(vars(thing))) for thing in things]
    try:
        yield
    finally:
        for thing, state in before:
            vars(thing).update(state)


def settle(fig):
    """Let matplotlib arrange the axes once, and keep that arrangement."""
    FigureCanvasAgg(fig).draw()
    fig.set_layout_engine("none")


def show_moment(answers, steps, k):
    """Give matplotlib's own artists the data of one moment."""
    for artist, answer in answers.items():
        artists.kind_of(artist).show(artist, moment(answer, steps, k))


def pixel_lines(point, ground, canvas):
    """Pixel columns and rows of a point's grid (x and y do not mix in straight axes)."""
    across = [[x, point.ys[0]] for x in point.xs]
    up = [[point.xs[0], y] for y in point.ys]
    return (geometry.to_pixels(across, ground, canvas.height)[:, 0].tolist(),
            geometry.to_pixels(up, ground, canvas.height)[:, 1].tolist())


@contextmanager
def hidden(things):
    """Draw without ``things`` (artists or axes) for a while."""
    before = [(thing, thing.get_visible()) for thing in things]
    try:
        for thing, _ in before:
            thing.set_visible(False)
        yield
    finally:
        for thing, visible in before:
            thing.set_visible(visible)


def hidden_at_start(choices):
    """The still artists that belong to options not chosen at the start."""
    for choice in choices:
        yield from others(choice, choice.texts[choice.default[0]])


def others(choice, option):
    """The still artists that belong to other options of a choice than this one."""
    mine = choice.show.get(option, ())
    return [a for name, group in choice.show.items() if name != option
            for a in group if a not in mine]


def backgrounds(fig, live, choices):
    """[(below, above, seen)] for every option that brings artists of its own (else one).

    ``below`` stands under the live artists; ``above`` over live images and other artists of
    zorder < 1, None without those; ``seen`` says of each live artist whether it is to be seen.
    """
    movers = [member for artist in live for member in artists.members(artist)]
    low = [member.axes or fig for member in movers if member.get_zorder() < 1]
    under, over = split(fig, low) if low else ([], [])
    switch = next((choice for choice in choices if choice.show), None)
    pictures = []
    for option in switch.texts if switch else (None,):
        with hidden(others(switch, option) if switch else ()):
            seen = [visible(artists.members(artist)[0]) for artist in live]
            with hidden([*movers, *over]):
                below = images.png(fig)
            with hidden([*movers, *under]):
                pictures.append((below, images.png(fig, solid=False) if low else None, seen))
    return pictures


def visible(artist):
    """Whether an artist is to be seen, and all the axes in which it lies."""
    around = artist.axes
    return artist.get_visible() and (around in (None, artist) or visible(around))


def split(thing, low):
    """What stands under the live artists of the axes ``low``, and what over them: two lists.

    matplotlib draws the background first, then by zorder; axes, subfigures and insets in their
    turn. So what follows a part that holds low artists stands over these, what precedes it under.
    """
    under, over, passed = [thing.patch], [], False
    for child in sorted(thing.get_children(), key=lambda artist: artist.get_zorder()):
        passed = passed or holds(child, low) or (thing in low and child.get_zorder() >= 1)
        if holds(child, low):
            inner_under, inner_over = split(child, low)
            under, over = under + inner_under, over + inner_over
        elif child is not thing.patch:
            (over if passed else under).append(child)
    return under, over


def holds(thing, low):
    return thing in low or any(holds(child, low) for child in thing.get_children())
