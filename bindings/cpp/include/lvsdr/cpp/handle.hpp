// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/cpp/error.hpp>

#include <memory>
#include <new>

namespace liblvsdr
{

/// The C handle, which a host shares with everything that is made with it: it is closed with the last of them. One
/// thread at a time uses all of these.
class handle
{
public:
	/// What functions of the C interface take.
	::lvsdr *get() const noexcept
	{
		return shared_.get();
	}

	/// The result of a call, unless it is a code, which is thrown with the details of the handle.
	int check(int result) const
	{
		if (result >= 0)
			return result;
		if (!shared_)
			throw error(result,
				    "the object was moved from: it cannot be used any more");
		throw error(result, get());
	}

protected:
	handle() : shared_(open(), ::lvsdr_free)
	{
	}

private:
	static ::lvsdr *open()
	{
		::lvsdr *host = nullptr;

		if (::lvsdr_new(&host) < 0)
			throw std::bad_alloc();
		return host;
	}

	std::shared_ptr<::lvsdr> shared_;
};

} // namespace liblvsdr
