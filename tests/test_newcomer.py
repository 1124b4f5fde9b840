"""The examples of helpers/README.md are what they claim; the page's demands are the tests' own.

The surface and the method stand in the lists of ``test_surfaces`` and ``test_optimisers``: there
everything is asked of them that is asked of all.
"""

import inspect

import numpy as np
import pytest
import test_optimisers
import test_surfaces
from newcomer import PLACES, made, source

from helpers.surfaces import Surface
from helpers.traces import record, verdict


@pytest.mark.parametrize("heading", PLACES)
def test_an_example_has_ten_lines_of_code(heading):
    lines = [line for line in source(heading).splitlines() if line]
    assert len(lines) <= 10
    assert max(map(len, lines)) <= 100


def test_everything_is_asked_of_the_new_surface_and_the_new_method():
    surface, method = made("A new surface"), made("A new method")
    assert surface in test_surfaces.SURFACES and surface in test_surfaces.CURVED_PLANE
    assert surface in test_optimisers.SURFACES.values()
    assert method in test_optimisers.METHODS.values()
    tried = [pair.values for pair in test_optimisers.PAIRS]
    assert {f for m, f in tried if m is method} == set(test_optimisers.SURFACES.values())
    assert {m for m, f in tried if f is surface} == set(test_optimisers.METHODS.values())


def test_the_new_methods_own_knobs_are_varied():
    assert set(test_optimisers.knobs_of(made("A new method"))) == {"rate", "beta1", "beta2"}


def test_a_surface_may_do_without_second_derivatives():
    """The page says that hess_at need not be; then no test asks for it."""
    optional = {name for name, p in inspect.signature(Surface).parameters.items()
                if p.default is not p.empty}  # fmt: skip
    assert {"hess_at", "value_and_grad_at", "window", "n"} <= optional
    assert {"value_at", "grad_at"}.isdisjoint(optional)


def test_lion_makes_steps_of_the_rate_and_comes_down():
    trace = record(made("A new method")(made("A new surface"), [1.0, 1.0], rate=0.01), 400)
    steps = np.diff(trace.x, axis=0)
    assert set(np.round(abs(steps[:100]).ravel(), 12)) <= {0.0, 0.01}
    assert trace.loss.min() < 0.01 * trace.loss[0]
    assert verdict(trace) != "diverged"


def test_the_live_figure_is_a_table_and_says_what_it_shows():
    figure = made("A new live figure")
    assert figure.mode == "table"
    assert "β = 0.9" in figure.said
