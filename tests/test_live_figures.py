"""Every live figure of every notebook, at every corner of its controls and at random settings."""

import warnings

import numpy as np
import pytest
from figures import NOTEBOOKS, live_figures
from polylines import between
from unpacked import unpacked

from helpers.live import BUDGET, artists, geometry, packing
from helpers.live.answers import moment


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def figures(request):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return live_figures(request.param)


def every_cell(figures):
    return ((figure, at, cell) for figure, cells in figures for at, cell in cells.items())


def test_no_setting_fails_or_warns(figures):
    for figure, at, cell in every_cell(figures):
        assert cell.errors.item() is None, (at, cell.errors.item())
        assert set(cell.answers) == set(figure.job.moving), "an artist is left without data"
        assert all(cell.said.flat), "nothing is said of the picture"


def test_the_table_is_within_its_budget_and_says_what_python_says(figures):
    for figure, cells in figures:
        meta, table = figure.picture.meta, figure.picture.table
        assert len(table) <= BUDGET
        if figure.mode == "kernel":
            continue
        slots = unpacked(meta, table)
        assert set(slots[-1]["error"].flat) == {None}
        for at, cell in cells.items():
            packed = packing.pack(cell, figure.still.places, hurry=True)
            for together, alone in zip(slots[:-1], unpacked(*packed)[:-1], strict=True):
                for name in together:
                    one, other = together[name][at], alone[name]
                    assert same(one, other) or (name == "segments" and looks_like(one, other))


def test_no_figure_needs_python_as_the_readme_says():
    asking = [path.name for path in NOTEBOOKS for figure, _ in live_figures(path)
              if figure.mode == "kernel"]  # fmt: skip
    assert asking == []
    text = (NOTEBOOKS[0].parents[1] / "README.md").read_text(encoding="utf-8")
    assert "pages in which the figures move with no kernel" in " ".join(text.split())


def same(together, alone):
    """Equal numbers; a shorter one is followed by gaps."""
    if isinstance(together, str) or together.dtype == object:
        return np.array_equal(together, alone)
    front = tuple(slice(n) for n in alone.shape)
    rest = together.copy()
    rest[front] = blank = geometry.GAP if together.dtype == np.int16 else 0
    return np.array_equal(together[front], alone) and (rest == blank).all()


def looks_like(simplified, whole):
    """Lines of fewer points, less than half a pixel away everywhere."""
    frames = zip(simplified.reshape(-1, *simplified.shape[-2:]),
                 whole.reshape(-1, *whole.shape[-2:]), strict=True)
    return all(between(one, other, spacing=2) <= 0.5 for one, other in frames)


def test_positions_are_matplotlibs_own(figures):
    """Markers and lines, at the last step of each setting, against what matplotlib would draw."""
    for figure, _, cell in every_cell(figures):
        slots = unpacked(*packing.pack(cell, figure.still.places, hurry=True))
        for artist, slot in zip(figure.job.moving, slots, strict=False):
            kind, answer = artists.kind_of(artist), cell.answers[artist]
            if kind not in (artists.Lines, artists.Scatter):
                continue
            kind.show(artist, moment(answer, figure.job.steps, figure.job.steps))
            expected = matplotlibs_own(artist, figure.canvas.height)
            ours = slot["segments"][..., 2:] if kind is artists.Lines else slot["points"]
            ours = (ours[-1] if answer.time == "frames" else ours) / geometry.UNIT
            left, top, right, bottom = figure.still.places[artist].clip
            inside = ((expected >= (left, top)) & (expected <= (right, bottom))).all(-1)
            if inside.any():
                assert np.abs(ours - expected)[inside].max() <= 0.5 / geometry.UNIT + 1e-9


def matplotlibs_own(artist, height):
    """Pixels, y downwards, of the data that a matplotlib line or scatter holds."""
    is_line = hasattr(artist, "get_xydata")
    data = artist.get_xydata() if is_line else np.ma.filled(artist.get_offsets(), np.nan)
    transform = artist.get_transform() if is_line else artist.get_offset_transform()
    with np.errstate(all="ignore"):
        return transform.transform(data) * (1, -1) + (0, height)


def test_kernel_mode_outlives_the_notebooks_later_cells(figures):
    for figure, _ in figures:
        if figure.mode == "kernel":
            assert figure.job.cell(figure.job.start).errors.item() is None


def test_the_colours_of_the_background_are_few(figures):
    for figure, _ in figures:
        assert all(len(png) < 150_000 for png in (*figure.picture.pictures, figure.png))
