# Along the line the slope is g @ d + t * (d @ H @ d). It is 0 here:
def line_minimum(g, d, H):
    return -(g @ d) / (d @ H @ d)
