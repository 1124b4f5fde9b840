"""The examples in the docstrings give what they say."""

import doctest
from itertools import islice

import pytest

from helpers import data, line_searches, optimisers, surfaces, traces

MODULES = [surfaces, optimisers, line_searches, traces, data]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_examples(module):
    names = {name: value for m in MODULES for name, value in vars(m).items()}
    result = doctest.testmod(module, extraglobs=names | {"surfaces": surfaces, "islice": islice})
    assert result.attempted > 0
    assert result.failed == 0
