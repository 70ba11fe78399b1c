// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/cpp/scope.hpp>

namespace liblvsdr
{

/// Tells which parts of the state of a scope may have changed. Open it, and read the state then.
class watch
    : public detail::owner<detail::pointer<::lvsdr_watch>, ::lvsdr_watch, ::lvsdr_watch_free>
{
public:
	/// interval: how often to read what the kernel gives no notice of.
	watch(const handle &host, const scope &within, part parts,
	      std::chrono::milliseconds interval)
	    : owner(host, detail::make<::lvsdr_watch>(
				  host, ::lvsdr_watch_open, within.get(),
				  static_cast<std::uint32_t>(parts),
				  detail::narrow<std::int32_t>(interval.count(), "interval")))
	{
	}

	/// A descriptor for poll(2), which becomes readable when read() is to be called. It belongs to the watch.
	int fd() const
	{
		return check(::lvsdr_watch_get_fd(get()));
	}

	/// The parts that may have changed since the last call, or nothing; it does not wait.
	std::optional<part> read()
	{
		std::uint32_t parts = 0;

		if (check(::lvsdr_watch_read(get(), &parts)) == 0)
			return std::nullopt;
		return static_cast<part>(parts);
	}
};

} // namespace liblvsdr
