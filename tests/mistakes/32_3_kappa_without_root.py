# hint: κ is missing its root
def best_momentum(rate, losses):
    q = (losses[-1] / losses[-2]) ** 0.5
    flat, steep = ((1 - q) / rate) ** 0.5, ((1 + q) / rate) ** 0.5
    return 4 / (flat + steep) ** 2, q
