# SPDX-License-Identifier: LGPL-2.1-or-later
# The headers for C++ are installed beside those of C, which they include.
lvsdrcppinclude_HEADERS = bindings/cpp/include/lvsdr/lvsdr.hpp
lvsdrcppincludedir = $(includedir)/lvsdr
lvsdrcppinsidedir = $(includedir)/lvsdr/cpp
lvsdrcppinside_HEADERS = \
	bindings/cpp/include/lvsdr/cpp/connections.hpp \
	bindings/cpp/include/lvsdr/cpp/constants.hpp \
	bindings/cpp/include/lvsdr/cpp/detail.hpp \
	bindings/cpp/include/lvsdr/cpp/error.hpp \
	bindings/cpp/include/lvsdr/cpp/handle.hpp \
	bindings/cpp/include/lvsdr/cpp/host.hpp \
	bindings/cpp/include/lvsdr/cpp/objects.hpp \
	bindings/cpp/include/lvsdr/cpp/plan.hpp \
	bindings/cpp/include/lvsdr/cpp/scope.hpp \
	bindings/cpp/include/lvsdr/cpp/state.hpp \
	bindings/cpp/include/lvsdr/cpp/watch.hpp
