"""The still pictures of a live figure: what matplotlib draws, once."""

from contextlib import contextmanager

from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import images

from . import artists
from .answers import moment


def canvas_of(fig):
    width, height = fig.get_size_inches() * fig.dpi
    return artists.Canvas(width, height, fig.dpi / 72)


def settle(fig):
    """Let matplotlib arrange the axes once, and keep that arrangement."""
    FigureCanvasAgg(fig).draw()
    fig.set_layout_engine("none")


def show_moment(answers, steps, k):
    """Give matplotlib's own artists the data of one moment."""
    for artist, answer in answers.items():
        artists.kind_of(artist).show(artist, moment(answer, steps, k))


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
