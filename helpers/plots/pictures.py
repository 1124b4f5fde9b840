"""A finished figure for a notebook: an image, and a sentence for those who cannot see it."""

import base64
from dataclasses import dataclass

import matplotlib.pyplot as plt

from helpers import images


@dataclass(frozen=True)  # a tuple of any kind would bring IPython's own text with it
class Picture:
    """A finished figure that a notebook shows as an image, and reads aloud as a sentence."""

    png: bytes
    text: str
    size: tuple[int, int]  # width and height in CSS pixels

    def _repr_mimebundle_(self, include=None, exclude=None):
        image = base64.b64encode(self.png).decode()
        width, height = self.size
        meta = {"image/png": {"alt": self.text, "width": width, "height": height}}
        return {"image/png": image, "text/plain": self.text}, meta


def show(fig, text):
    """Close the figure and hand it to the notebook, with a sentence for those who cannot see it."""
    plt.close(fig)
    size = tuple(int(round(side * fig.dpi)) for side in fig.get_size_inches())
    return Picture(images.png(fig), text, size)
