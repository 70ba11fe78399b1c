// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/cpp/constants.hpp>
#include <lvsdr/cpp/handle.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace liblvsdr
{

/// Flags are combined, and taken out, as numbers are.
template <typename Flags, typename = std::enable_if_t<is_flags<Flags>::value>>
constexpr Flags operator|(Flags one, Flags other)
{
	return static_cast<Flags>(static_cast<std::uint32_t>(one) |
				  static_cast<std::uint32_t>(other));
}

template <typename Flags, typename = std::enable_if_t<is_flags<Flags>::value>>
constexpr Flags operator&(Flags one, Flags other)
{
	return static_cast<Flags>(static_cast<std::uint32_t>(one) &
				  static_cast<std::uint32_t>(other));
}

/// Whether all of the wanted flags are among these.
template <typename Flags, typename = std::enable_if_t<is_flags<Flags>::value>>
constexpr bool has(Flags flags, Flags wanted)
{
	return (flags & wanted) == wanted;
}

/// The lifetime of an address that does not end.
inline constexpr std::chrono::seconds forever{LVSDR_FOREVER};

/// What the headers share; not for users.
namespace detail
{

template <typename Narrow, typename Wide> Narrow narrow(Wide value, const char *what)
{
	if (value < 0 ? static_cast<std::intmax_t>(value) <
				static_cast<std::intmax_t>(std::numeric_limits<Narrow>::min())
		      : static_cast<std::uintmax_t>(value) >
				static_cast<std::uintmax_t>(std::numeric_limits<Narrow>::max()))
		throw error(-EINVAL,
			    std::string(what) + ": " + std::to_string(value) + " is not between " +
				    std::to_string(std::numeric_limits<Narrow>::min()) + " and " +
				    std::to_string(std::numeric_limits<Narrow>::max()));
	return static_cast<Narrow>(value);
}

inline const char *text(const std::string &value, const char *what)
{
	if (value.find('\0') != std::string::npos)
		throw error(-EINVAL,
			    std::string(what) + ": the text contains a null byte; remove it");
	return value.c_str();
}

inline std::string string(const char *text)
{
	return text ? text : "";
}

/// What a getter writes into a buffer: addresses, and the ports of a mark, which are at most 15 and ranges.
template <typename C>
std::string filled(int (*getter)(const C *, char *, std::size_t), const C *object)
{
	std::array<char, 256> buffer{};

	return getter(object, buffer.data(), buffer.size()) >= 0 ? buffer.data() : "";
}

/// A code instead of a number says that there is none.
template <typename Value> std::optional<Value> present(std::int32_t number)
{
	if (number < 0)
		return std::nullopt;
	return static_cast<Value>(number);
}

template <typename C>
std::optional<counters> counted(int (*getter)(const C *, std::uint64_t *, std::size_t),
				const C *object)
{
	std::array<std::uint64_t, LVSDR_COUNTER_COUNT> values{};

	if (getter(object, values.data(), values.size()) <= 0)
		return std::nullopt;
	return of_values<counters>(values);
}

/// What a call of C stores in its last argument.
template <typename C, typename Call, typename... Arguments>
C *make(const handle &host, Call call, Arguments... arguments)
{
	C *object = nullptr;

	host.check(call(host.get(), arguments..., &object));
	return object;
}

/// What has nothing to be seen but its pointer.
template <typename C> class pointer
{
public:
	explicit pointer(const C *object) noexcept : object_(object)
	{
	}

	const C *get() const noexcept
	{
		return object_;
	}

protected:
	const C *object_;
};

/// An object of C that is owned, with the handle on which it reports its failures. It is moved, and not copied.
template <typename View, typename C, void (*Free)(C *)> class owner : public View
{
public:
	owner(const handle &host, C *object) noexcept : View(object), handle_(host), owned_(object)
	{
	}

	owner(owner &&other) noexcept
	    : View(other), handle_(std::move(other.handle_)), owned_(std::move(other.owned_))
	{
		other.object_ = nullptr;
	}

	owner &operator=(owner &&other) noexcept
	{
		if (this != &other) {
			owned_ = std::move(other.owned_); // the old one goes before its handle
			handle_ = std::move(other.handle_);
			this->object_ = std::exchange(other.object_, nullptr);
		}
		return *this;
	}

	using View::get;

	/// What functions of the C interface take that change the object.
	C *get() noexcept
	{
		return owned_.get();
	}

protected:
	int check(int result) const
	{
		return handle_.check(result);
	}

	/// For what is made with this one.
	const handle &host() const noexcept
	{
		return handle_;
	}

	/// What C gives by a pointer to something that is not const, although nothing is changed that can be seen.
	C *inside() const noexcept
	{
		return owned_.get();
	}

private:
	struct freed {
		void operator()(C *object) const noexcept
		{
			Free(object);
		}
	};

	handle handle_;
	std::unique_ptr<C, freed> owned_;
};

/// What C gives by its number, from 0 on: for loops over a range.
template <typename Item, typename Parent> class range
{
public:
	using function = Item (*)(const Parent *, std::size_t);

	class iterator
	{
	public:
		using iterator_category = std::input_iterator_tag;
		using value_type = Item;
		using difference_type = std::ptrdiff_t;
		using pointer = const Item *;
		using reference = Item;

		iterator(const range *items, std::size_t index) : items_(items), index_(index)
		{
		}

		Item operator*() const
		{
			return (*items_)[index_];
		}

		iterator &operator++()
		{
			index_++;
			return *this;
		}

		iterator operator++(int)
		{
			return {items_, index_++};
		}

		bool operator==(const iterator &other) const
		{
			return index_ == other.index_;
		}

		bool operator!=(const iterator &other) const
		{
			return index_ != other.index_;
		}

	private:
		const range *items_;
		std::size_t index_;
	};

	range(const Parent *parent, std::size_t count, function item)
	    : parent_(parent), count_(count), item_(item)
	{
	}

	std::size_t size() const noexcept
	{
		return count_;
	}

	bool empty() const noexcept
	{
		return count_ == 0;
	}

	Item operator[](std::size_t index) const
	{
		return item_(parent_, index);
	}

	iterator begin() const
	{
		return {this, 0};
	}

	iterator end() const
	{
		return {this, count_};
	}

private:
	const Parent *parent_;
	std::size_t count_;
	function item_;
};

} // namespace detail
} // namespace liblvsdr
