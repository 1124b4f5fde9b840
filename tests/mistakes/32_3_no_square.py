# hint: it is 4/(√λmin + √λmax)²
def best_momentum(rate, losses):
    q = (losses[-1] / losses[-2]) ** 0.5
    flat, steep = ((1 - q) / rate) ** 0.5, ((1 + q) / rate) ** 0.5
    return 4 / (flat + steep), ((steep - flat) / (steep + flat)) ** 2
