# hint: the rate that was used
def largest_rate(x, rate):
    return rate
