# hint: equal to −(1 − r λmax)
def best_rate(curvatures):
    return 1 / (min(curvatures) * max(curvatures)) ** 0.5
