# hint: shrink by the *square*
def best_momentum(rate, losses):
    q = losses[-1] / losses[-2]
    flat, steep = ((1 - q) / rate) ** 0.5, ((1 + q) / rate) ** 0.5
    return 4 / (flat + steep) ** 2, ((steep - flat) / (steep + flat)) ** 2
