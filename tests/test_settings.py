"""Settings of a live figure by their values: where the controls stand, and what is said there."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from live_zoo import STEPS, simple, zoo

from helpers import live
from helpers.errors import InputError
from helpers.live import settings


@pytest.fixture(scope="module")
def controls():
    return zoo().job.controls


def test_each_kind_of_control_is_found_by_its_value(controls):
    found = settings.indices(controls, step=2, rate=0.9, sign="minus", start=(-2, 5))
    assert found == {"at_rate": 2, "at_sign": 1, "x_start": 0, "y_start": 2, "at_step": 2}


def test_what_is_not_named_stands_as_at_the_start_and_time_at_its_end(controls):
    found = settings.indices(controls)
    assert found == {"at_rate": 1, "at_sign": 0, "x_start": 3, "y_start": 1, "at_step": STEPS}


def test_an_option_is_found_by_the_value_it_stands_for(controls):
    assert settings.indices(controls, sign=controls["sign"].values[1])["at_sign"] == 1


def test_time_is_known_by_its_own_name_and_as_step():
    times = {"k": live.steps(9, value=3)}
    assert settings.indices(times, k=4) == settings.indices(times, step=4) == {"at_k": 4}


@pytest.mark.parametrize(("values", "phrase"), [
    ({"rate": 0.15}, "rate 0.15 does not lie on the grid; the nearest value there is 0.1"),
    ({"rate": "fast"}, "'fast' is not a number"),
    ({"rate": np.nan}, "does not lie on the grid"),
    ({"sign": "neither"}, "no option 'neither'; its options are plus, minus"),
    ({"start": 3}, "start is 3; a point is given as (x, y)"),
    ({"start": (1, 2.2)}, "2.2 does not lie on the grid; the nearest value there is 2"),
    ({"step": 7}, "the steps 0 … 6"),
    ({"step": -1}, "the steps 0 … 6"),
    ({"step": 0.5}, "the steps 0 … 6"),
    ({"step": True}, "the steps 0 … 6"),
    ({"step": np.array([1, 2])}, "the steps 0 … 6"),
    ({"speed": 1}, "no control 'speed'; its controls are rate, sign, start, step"),
])  # fmt: skip
def test_what_is_not_on_the_grid_gets_a_sentence(controls, values, phrase):
    with pytest.raises(InputError) as error:
        settings.indices(controls, **values)
    assert phrase in str(error.value)


def test_controls_may_have_any_name():
    """Where a slider is called step, or as our own arguments are."""
    named = {"step": live.slider([1, 2]), "controls": live.slider([3, 4]), "k": live.steps(9)}
    found = settings.indices(named, step=1, controls=3, k=2)
    assert found == {"at_step": 0, "at_controls": 0, "at_k": 2}
    assert settings.step(named, step=1, k=2) == 2


def test_a_figure_without_time_has_no_step():
    with pytest.raises(InputError, match=r"no live\.steps"):
        settings.indices(simple().job.controls, step=1)


def test_what_the_figure_says_at_a_setting():
    figure = simple(describe=lambda r: f"It is {r}.")
    assert settings.said(figure, r=3) == "It is 3."
    assert settings.said(figure) == figure.said


@pytest.fixture(autouse=True)
def no_figure_is_left():
    yield
    plt.close("all")
