# hint: That is the best rate
def largest_rate(x, rate):
    factor = (x[2] - x[1]) / (x[1] - x[0])
    return rate / (1 - factor)
