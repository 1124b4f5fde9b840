# hint: how much smaller an error becomes
def order(error):
    return error[2] / error[1]
