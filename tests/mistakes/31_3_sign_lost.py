# hint: The sign of the factor is lost
def largest_rate(x, rate):
    factor = abs(x[2] - x[1]) / abs(x[1] - x[0])
    return 2 * rate / (1 - factor)
