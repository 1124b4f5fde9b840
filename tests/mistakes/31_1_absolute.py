# hint: the sign is lost
def factor(rate):
    return abs(1 - 2 * rate)
