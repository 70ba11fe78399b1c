// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/// liblvsdr for C++17 and newer, header only: link with liblvsdr (pkg-config lvsdr). The namespace is that of the
/// library's name, because in C++ the struct of the handle has taken the name lvsdr.

#include <lvsdr/cpp/host.hpp>
