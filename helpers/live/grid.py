"""The grid of all settings of a live figure: an axis for a slider or a choice, two for a point."""

import numpy as np


def axes_of(controls):
    """(name, control, its slice of the grid's axes) for every control but the steps."""
    start = 0
    for name, control in controls.items():
        if control.counts:
            yield name, control, slice(start, start + len(control.counts))
            start += len(control.counts)


def grid_of(controls):
    return tuple(n for control in controls.values() for n in control.counts)


def values_at(controls, cell):
    """``{name: value}`` for one cell of the grid."""
    return {name: control.value(cell[part]) for name, control, part in axes_of(controls)}


def texts_at(controls, cell):
    """The same as a programmer would write it: "name = value, …"."""
    return ", ".join(f"{n} = {control.text(cell[part])}" for n, control, part in axes_of(controls))


def labels_at(controls, cell):
    """The same as a reader sees it: "label = value; …"."""
    return "; ".join(f"{c.label} = {c.text(cell[part])}" for _, c, part in axes_of(controls))

def objects(items, grid):
    """Things of any kind in an array of the grid's shape."""
    array = np.empty(len(items), object)
    array[:] = items
    return array.reshape(grid)
