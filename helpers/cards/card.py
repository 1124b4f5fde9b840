"""The card itself: its widget, and what is stored of it where no script runs."""

import itertools
from dataclasses import dataclass
from html import escape
from pathlib import Path

import anywidget
import traitlets

from helpers.live.make import replace_old
from helpers.live.widget import BROWSER

HERE = Path(__file__).parent
COUNT = itertools.count(1)  # by it a figure knows which card has asked
# joined in this order: plain files, no build step
PARTS = (BROWSER / "elements.js", BROWSER / "numbers.js", HERE / "reading.js",
         HERE / "replies.js", HERE / "card.js")  # fmt: skip


class CardModel(anywidget.AnyWidget):
    """The card as the browser knows it; the reader's guess lives here, so all views share it.

    ``spec`` holds its words and its answer, ``target`` names the figure's picture, ``setting`` and
    ``before`` are ``{trait: index}`` of the setting it speaks of and of the one it asks at.
    ``state`` is "asked", "answered" (after a guess) or "shown" (without one), ``guess`` what the
    reader has given so far, ``hint`` a sentence about what could not be read.
    """

    _esm = "\n".join(part.read_text(encoding="utf-8") for part in PARTS)
    _css = (HERE / "card.css").read_text(encoding="utf-8")

    spec = traitlets.Dict().tag(sync=True)
    target = traitlets.Unicode().tag(sync=True)
    setting = traitlets.Dict().tag(sync=True)
    before = traitlets.Dict().tag(sync=True)
    state = traitlets.Unicode("asked").tag(sync=True)
    guess = traitlets.Dict().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)


@dataclass(frozen=True)  # of a tuple IPython would store its own text
class Card:
    """A guess card as a notebook shows it: a widget, and plain HTML for where no script runs."""

    kind: str
    question: str
    answer: object  # as computed: an option, a number, (x, y), or a curve (n, 2)
    text: str  # the answer as the card writes it
    telling: tuple  # what of it the figure has to say, too
    because: str
    figure: object  # None for a card that drives no figure
    at: dict  # the setting it speaks of, by the controls' names
    model: CardModel

    @property
    def html(self):
        """The question, and the answer folded below it."""
        asked = f"<p><strong>Guess first.</strong> {escape(self.question)}</p>"
        options = self.model.spec.get("options", ())
        listed = "".join(f"<li>{escape(option['text'])}</li>" for option in options)
        answer = f"<strong>{escape(self.text)}</strong> {escape(self.because)}"
        return (f"{asked}{listed and f'<ul>{listed}</ul>'}"
                f"<details><summary>The answer</summary><p>{answer}</p></details>")

    def _repr_mimebundle_(self, **_):
        view = "application/vnd.jupyter.widget-view+json"
        data = {
            view: {"version_major": 2, "version_minor": 0, "model_id": self.model.model_id},
            "text/html": self.html,
            "text/plain": f"Guess card (run the cell to answer it). {self.question}",
        }
        return data, {}


def made(kind, words, answer, text, telling, drive, spec):
    """A card with its widget; one that an earlier run of this notebook cell has made is closed."""
    spec = {"id": next(COUNT), "kind": kind, "question": words.question, "because": words.because,
            "text": text, "place": drive.place, **spec}  # fmt: skip
    model = CardModel(spec=spec, target=drive.target, setting=drive.setting, before=drive.before)
    replace_old(model)
    return Card(kind, words.question, answer, text, telling, words.because, drive.figure, drive.at,
                model)  # fmt: skip
