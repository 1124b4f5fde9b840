# Two V's cross where the flattest and the steepest direction are equally
# slow: 1 - rate * λmin = -(1 - rate * λmax). All others are quicker.
def best_rate(curvatures):
    return 2 / (min(curvatures) + max(curvatures))
