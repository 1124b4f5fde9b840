from math import log


# Logarithms make a straight line of it: log e[k+1] = log c + p log e[k].
# Differences of two neighbours free us of c; their quotient is p.
def order(error):
    newer = log(error[2] / error[1])
    older = log(error[1] / error[0])
    return newer / older
