"""The examples in the docstrings give what they say."""

import doctest
from itertools import islice

import pytest

from helpers import optimisers, surfaces, traces


@pytest.mark.parametrize("module", [surfaces, optimisers, traces], ids=lambda m: m.__name__)
def test_examples(module):
    names = {**vars(surfaces), **vars(optimisers), **vars(traces)}
    result = doctest.testmod(module, extraglobs=names | {"surfaces": surfaces, "islice": islice})
    assert result.attempted > 0
    assert result.failed == 0
