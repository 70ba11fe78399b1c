// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/cpp/objects.hpp>

namespace liblvsdr
{

/// The connection table as a stream: for (auto connection : host.connections()) ...
class connections : public detail::owner<connection, ::lvsdr_connections, ::lvsdr_connections_free>
{
public:
	class iterator
	{
	public:
		using iterator_category = std::input_iterator_tag;
		using value_type = connection;
		using difference_type = std::ptrdiff_t;
		using pointer = const connection *;
		using reference = const connection &;

		explicit iterator(connections *stream) : stream_(stream)
		{
			++*this;
		}

		reference operator*() const
		{
			return *stream_;
		}

		iterator &operator++()
		{
			if (stream_ && !stream_->next())
				stream_ = nullptr;
			return *this;
		}

		void operator++(int)
		{
			++*this;
		}

		bool operator==(const iterator &other) const
		{
			return stream_ == other.stream_;
		}

		bool operator!=(const iterator &other) const
		{
			return stream_ != other.stream_;
		}

	private:
		connections *stream_;
	};

	/// Of a service and a destination, or of all where one is nullptr.
	connections(const handle &host, const service_view *service, const dest_view *dest)
	    : owner(host, open(host, service, dest))
	{
	}

	/// Advances to the next connection, which this object then is; false at the end. After an error of
	/// std::errc::timed_out or std::errc::bad_message it can be called again, to continue.
	bool next()
	{
		return check(::lvsdr_connections_next(get())) == 1;
	}

	iterator begin()
	{
		return iterator(this);
	}

	iterator end()
	{
		return iterator(nullptr);
	}

private:
	static ::lvsdr_connections *open(const handle &host, const service_view *service,
					 const dest_view *dest)
	{
		const ::lvsdr_service *of = service ? service->get() : nullptr;
		const ::lvsdr_dest *to = dest ? dest->get() : nullptr;

		return detail::make<::lvsdr_connections>(host, ::lvsdr_connections_open, of, to);
	}
};

} // namespace liblvsdr
