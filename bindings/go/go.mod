module lvsdr

go 1.19
