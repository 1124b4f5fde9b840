# The slope of x² is 2x, so a step takes x to x - rate * 2x = (1 - 2 * rate) * x.
# The sign matters: a negative factor means that x jumps across the minimum.
def factor(rate):
    return 1 - 2 * rate
