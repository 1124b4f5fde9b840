# hint: Upside down
def best_rate(curvatures):
    return (min(curvatures) + max(curvatures)) / 2
