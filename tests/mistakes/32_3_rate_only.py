# hint: Two numbers are wanted
def best_momentum(rate, losses):
    return rate
