# hint: upside down
def largest_rate(x, rate):
    factor = (x[1] - x[0]) / (x[2] - x[1])
    return 2 * rate / (1 - factor)
