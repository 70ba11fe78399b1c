// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/cpp/detail.hpp>

namespace liblvsdr
{

/// The addresses and firewall marks that belong to the caller: "192.168.1.41, fwmark:7", or "everything". Nothing
/// outside of it is read or planned.
class scope
    : public detail::owner<detail::pointer<::lvsdr_scope>, ::lvsdr_scope, ::lvsdr_scope_free>
{
public:
	scope(const handle &host, const std::string &text)
	    : owner(host, detail::make<::lvsdr_scope>(host, ::lvsdr_scope_new,
						      detail::text(text, "scope")))
	{
	}

	/// Adds to it.
	scope &add(const std::string &text)
	{
		check(::lvsdr_scope_add(get(), detail::text(text, "scope")));
		return *this;
	}
};

} // namespace liblvsdr
