"""The browser writes a number as Python does."""

import numpy as np
import pytest

from helpers.live.widget import BROWSER
from helpers.words import number


@pytest.mark.parametrize("digits", [2, 4])
def test_the_browser_writes_numbers_as_python_does(browser, digits):
    rng = np.random.default_rng(4)
    spread = rng.choice([-1, 1], 400) * 10 ** rng.uniform(-9, 9, 400)
    powers = [sign * 10.0**k for k in range(-9, 10) for sign in (-1, 1)]
    values = [0.0, 0.5, 12.0, 99_950.0, 999_960.0, 11e-7, *powers, *spread.round(9).tolist()]
    page = browser.new_page()
    source = (BROWSER / "numbers.js").read_text(encoding="utf-8")
    code = f"([values, digits]) => {{ {source}\nreturn values.map((v) => written(v, digits)); }}"
    assert page.evaluate(code, [values, digits]) == [number(v, digits) for v in values]
    page.close()
