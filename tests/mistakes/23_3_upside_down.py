# hint: upside down
from math import log


def order(error):
    return log(error[1] / error[0]) / log(error[2] / error[1])
