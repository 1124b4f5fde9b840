# hint: Half of the best
def best_rate(curvatures):
    return 1 / (min(curvatures) + max(curvatures))
