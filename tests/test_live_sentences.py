"""What a live figure says, and when: nothing of the outcome before the reader could guess it."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from live_zoo import simple, zoo
from unpacked import unpacked

from helpers import live
from helpers.live import packing, sentences, settings

STEPS = 4
EACH = [f"after {k}: {10 - k}" for k in range(STEPS + 1)]
WAYS = [lambda words: words, tuple, np.array, live.frames, live.still]


def stepped(describe, opening, mode="table", **named):
    return simple(describe=describe, mode=mode, step=live.steps(STEPS, value=opening), **named)


def said_of(figure):
    return unpacked(figure.picture.meta, figure.picture.table)[-1]["said"]


# ---- a plain sentence tells how it ends, so it waits for the last step


@pytest.mark.parametrize(("opening", "said"), [
    (0, "r = 3, before the first step."), (1, "r = 3, after 1 of 4 steps."),
    (3, "r = 3, after 3 of 4 steps."), (4, "It ends at 12."),
])  # fmt: skip
@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_only_a_figure_that_opens_at_its_end_says_how_it_ends(opening, said, mode):
    figure = stepped(lambda r: f"It ends at {r * STEPS}.", opening, mode)
    assert figure.said == said
    data, meta = figure._repr_mimebundle_()
    assert data["text/plain"] == f"Live figure (run this cell to move it). {said}"
    assert meta["image/png"]["alt"] == said
    assert said_of(figure).flat[-1].startswith("It ends"), "the browser has it for the last step"


def test_without_steps_the_sentence_is_said_at_once():
    assert simple(describe=lambda r: f"It ends at {r}.").said == "It ends at 3."


def test_all_settings_are_said_as_the_reader_sees_them():
    figure = zoo()
    at, controls = (1, 0, 3, 2), figure.job.controls
    said = sentences.told("The end.", controls, at, 6, 2)
    assert said == "rate = 0.5; sign = plus; start = (1, 5), after 2 of 6 steps."


def test_a_figure_of_time_alone_says_the_time():
    said = [sentences.told("The end.", {}, (), 4, k) for k in range(5)]
    assert said[0] == "Before the first step." and said[1] == "After 1 of 4 steps."
    assert said[4] == "The end."


def test_time_that_is_no_step_goes_by_its_own_label():
    controls = {"step": live.steps(4, label="doublings"), "r": live.slider([1, 2], label="r")}
    assert sentences.told("The end.", controls, (1,), 4, 0) == "r = 2, doublings 0 of 4."
    assert sentences.told("The end.", controls, (1,), 4, 3) == "r = 2, doublings 3 of 4."
    assert sentences.told("The end.", controls, (1,), 4, 4) == "The end."


def test_who_says_nothing_says_nothing():
    assert stepped(lambda r: None, 0).said == ""


# ---- sentences by step


@pytest.mark.parametrize("opening", [0, 2, STEPS])
@pytest.mark.parametrize("way", WAYS)
def test_a_sentence_for_each_step_is_said_at_its_step(way, opening):
    figure = stepped(lambda r: way([f"{r}, {words}" for words in EACH]), opening)
    assert figure.said == f"3, {EACH[opening]}"
    said = said_of(figure)
    assert said.shape == (4, STEPS + 1)
    assert said.tolist() == [[f"{r}, {words}" for words in EACH] for r in (1, 2, 3, 4)]
    one, = unpacked(*packing.pack(figure.job.cell((1,)), figure.still.places, hurry=True))[-1:]
    assert one["said"].tolist() == [f"2, {words}" for words in EACH]


@pytest.mark.parametrize("opening", [0, 2, STEPS])
def test_a_plain_sentence_among_stepped_ones_waits_for_the_last_step_too(opening):
    figure = stepped(lambda r: EACH if r == 1 else "It ends." if r == 3 else None, opening)
    said = said_of(figure)
    assert said[0].tolist() == EACH and said[1].tolist() == [""] * (STEPS + 1)
    assert said[2].tolist() == [settings.said(figure, r=3, step=k) for k in range(STEPS + 1)]
    assert said[2, 0] == "r = 3, before the first step." and said[2, -1] == "It ends."
    assert figure.said == said[2, opening]


def test_a_step_may_have_nothing_to_say():
    figure = stepped(lambda r: [None, *EACH[1:]], 0)
    assert figure.said == "" and said_of(figure)[0].tolist() == ["", *EACH[1:]]


@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_a_describe_that_fails_says_so_at_once(mode):
    assert "with ZeroDivisionError" in stepped(lambda r: 1 / 0, 0, mode).said


def test_sentences_by_step_go_with_a_batched_update():
    fig, ax = plt.subplots()
    ax.set(xlim=(0, 5), ylim=(0, 5))
    (line,) = ax.plot([], [])
    figure = live.figure(fig, lambda r: {line: (r[None], r[None])}, describe=lambda r: EACH,
                         batched=True, r=live.slider([1, 2, 3]), step=live.steps(STEPS, value=1))
    assert figure.said == EACH[1] and said_of(figure).tolist() == 3 * [EACH]


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_number_of_sentences_is_a_sentence(way):
    figure = stepped(lambda r: way(EACH[1:]), STEPS)
    assert figure.said == "describe gave 4 sentences; with live.steps(4) it needs 5: steps 0 … 4."
    figure = simple(describe=lambda r: way(EACH))
    assert "describe gave 5 sentences; one for each step needs steps" in figure.said
