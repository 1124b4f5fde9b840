# hint: That is c
def order(error):
    return error[2] / error[1] ** 2
