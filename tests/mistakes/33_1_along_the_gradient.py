# hint: the length along −g
def line_minimum(g, d, H):
    return (g @ g) / (g @ H @ g)
