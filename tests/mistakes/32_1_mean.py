# hint: The mean of all curvatures
def best_rate(curvatures):
    return 1 / (sum(curvatures) / len(curvatures))
