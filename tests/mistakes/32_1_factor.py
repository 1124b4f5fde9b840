# hint: the factor which the best rate reaches
def best_rate(curvatures):
    low, high = min(curvatures), max(curvatures)
    return (high - low) / (high + low)
