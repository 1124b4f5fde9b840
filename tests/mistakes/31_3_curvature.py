# hint: That is the curvature
def largest_rate(x, rate):
    factor = (x[2] - x[1]) / (x[1] - x[0])
    return (1 - factor) / rate
