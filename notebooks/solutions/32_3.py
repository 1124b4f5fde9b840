# At the end, each step multiplies x by q = (κ - 1) / (κ + 1), and the
# loss by q². So λmin = (1 - q) / rate and λmax = (1 + q) / rate, because
# the slowest factors are 1 - rate * λmin = q and 1 - rate * λmax = -q.
def best_momentum(rate, losses):
    q = (losses[-1] / losses[-2]) ** 0.5
    flat, steep = ((1 - q) / rate) ** 0.5, ((1 + q) / rate) ** 0.5
    return 4 / (flat + steep) ** 2, ((steep - flat) / (steep + flat)) ** 2
