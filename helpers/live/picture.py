"""The still pictures of a live figure: what matplotlib draws, once."""

from contextlib import contextmanager

from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import images

from . import artists
from .data import moment


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
    """[(below, above)]: a picture for every option that brings artists of its own (else one).

    ``above`` is what stands over live images and other artists of zorder < 1; None without those.
    """
    movers = [member for artist in live for member in artists.members(artist)]
    low = [member.axes for member in movers if member.get_zorder() < 1]
    switch = next((choice for choice in choices if choice.show), None)
    pictures = []
    for option in switch.texts if switch else (None,):
        with hidden([*movers, *(others(switch, option) if switch else ())]):
            pictures.append((images.png(fig), png_above(fig, low) if low else None))
    return pictures


def png_above(fig, low):
    """Only what has zorder ≥ 1, on a transparent ground; ``low`` are the axes with live images."""
    under = [a for ax in fig.axes for a in ax.get_children()
             if a.get_zorder() < 1 and a is not ax.patch]
    with hidden([*under, *(ax.patch for ax in low), fig.patch]):
        return images.png(fig, solid=False)
