# hint: the curvatures add up
def best_rate(curvatures):
    return 2 / (max(curvatures) - min(curvatures))
