# Every step multiplies the distance to the minimum by 1 - rate * f″.
# We do not know where the minimum is, but the difference of two
# positions shrinks by the same factor, and the minimum drops out of it.
def largest_rate(x, rate):
    factor = (x[2] - x[1]) / (x[1] - x[0])
    curvature = (1 - factor) / rate
    return 2 / curvature
