# hint: Do not round
from math import log


def order(error):
    return round(log(error[2] / error[1]) / log(error[1] / error[0]))
