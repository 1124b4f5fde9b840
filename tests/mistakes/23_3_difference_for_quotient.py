# hint: how steep it is
from math import log


def order(error):
    return log(error[2] / error[1]) - log(error[1] / error[0])
