# hint: only for a minimum at 0
def largest_rate(x, rate):
    factor = x[1] / x[0]
    return 2 * rate / (1 - factor)
