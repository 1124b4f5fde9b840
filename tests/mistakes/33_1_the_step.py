# hint: one number
def line_minimum(g, d, H):
    return -(g @ d) / (d @ H @ d) * d
