# hint: on the wrong side
def largest_rate(x, rate):
    factor = (x[2] - x[1]) / (x[1] - x[0])
    return 2 / (rate * (1 - factor))
