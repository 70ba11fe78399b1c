# SPDX-License-Identifier: LGPL-2.1-or-later
# The services, real servers or addresses of a table of lvsdrctl list: awk -v kind=services|real-servers|addresses
NR < 3 { next }
$1 != "->" { if (kind == "services") print $1; next }
kind == "addresses" { sub(/:[0-9]*$/, "", $2); gsub(/[][]/, "", $2) }
kind != "services" && !told[$2]++ { print $2 }
