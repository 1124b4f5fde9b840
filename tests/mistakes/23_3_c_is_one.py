# hint: if c were 1
from math import log


def order(error):
    return log(error[2]) / log(error[1])
