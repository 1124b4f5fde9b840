# hint: wrong order
def best_momentum(rate, losses):
    q = (losses[-1] / losses[-2]) ** 0.5
    flat, steep = ((1 - q) / rate) ** 0.5, ((1 + q) / rate) ** 0.5
    return ((steep - flat) / (steep + flat)) ** 2, 4 / (flat + steep) ** 2
