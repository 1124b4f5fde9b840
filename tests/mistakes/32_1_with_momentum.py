# hint: rate for momentum
def best_rate(curvatures):
    return 4 / (min(curvatures) ** 0.5 + max(curvatures) ** 0.5) ** 2
