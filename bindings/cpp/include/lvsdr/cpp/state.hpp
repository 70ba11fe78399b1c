// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/cpp/objects.hpp>
#include <lvsdr/cpp/scope.hpp>

#include <string_view>
#include <vector>

namespace liblvsdr
{

/// A service of a state, with its destinations.
class state_service : public service_view
{
public:
	state_service(const ::lvsdr_state *state, std::size_t index)
	    : service_view(::lvsdr_state_get_service(state, index)), state_(state), index_(index)
	{
	}

	std::size_t dest_count() const
	{
		return ::lvsdr_state_get_dest_count(state_, index_);
	}

	dest_view dest(std::size_t index) const
	{
		return dest_view(::lvsdr_state_get_dest(state_, index_, index));
	}

	/// Its destinations, which live as long as the state is not changed.
	std::vector<dest_view> dests() const
	{
		std::vector<dest_view> all;

		all.reserve(dest_count());
		for (std::size_t i = 0; i < dest_count(); i++)
			all.push_back(dest(i));
		return all;
	}

private:
	const ::lvsdr_state *state_;
	std::size_t index_;
};

/// A state as a text, and what was left out of it because the format does not support it.
struct state_text {
	std::string text;
	std::optional<std::string> lost;
};

/// A set of objects of one host, as read or as desired.
class state : public state_objects
{
public:
	/// An empty desired state, which describes these kinds of objects completely.
	explicit state(const handle &host, part parts = part::services)
	    : state(host, detail::make<::lvsdr_state>(host, ::lvsdr_state_new,
						      static_cast<std::uint32_t>(parts)))
	{
	}

	/// A desired state of a text, whose format is recognized if none is given: JSON begins with "{", rules do not.
	static state from_text(const handle &host, std::string_view text,
			       const std::string &format = "")
	{
		return state(host,
			     detail::make<::lvsdr_state>(
				     host, ::lvsdr_state_from_text,
				     format.empty() ? nullptr : detail::text(format, "format"),
				     text.data() ? text.data() : "", text.size()));
	}

	static state from_json(const handle &host, std::string_view text)
	{
		return from_text(host, text, "json");
	}

	/// What the host has within a scope.
	static state read(const handle &host, const liblvsdr::scope &within, part parts)
	{
		return state(host,
			     detail::make<::lvsdr_state>(host, ::lvsdr_state_read, within.get(),
							 static_cast<std::uint32_t>(parts)));
	}

	/// The kinds of objects that it describes completely.
	part parts() const
	{
		return static_cast<part>(::lvsdr_state_get_parts(get()));
	}

	/// The scope that it is meant for, which is in its JSON too; nothing: it has none.
	state &set_scope(const std::optional<std::string> &scope)
	{
		check(::lvsdr_state_set_scope(get(),
					      scope ? detail::text(*scope, "scope") : nullptr));
		return *this;
	}

	std::optional<std::string> scope() const
	{
		const char *found = ::lvsdr_state_get_scope(get());

		return found ? std::optional<std::string>(found) : std::nullopt;
	}

	/// As a text: "json", "rules" or another of formats().
	state_text to_text(const std::string &format) const
	{
		const char *text = nullptr;
		bool lost = check(::lvsdr_state_to_text(inside(), detail::text(format, "format"),
							&text)) == 1;

		return {text, lost ? std::optional<std::string>(::lvsdr_error_message(host().get()))
				   : std::nullopt};
	}

	std::string to_json() const
	{
		return to_text("json").text;
	}

	/// The services, which live as long as the state is not changed.
	detail::range<state_service, ::lvsdr_state> services() const &
	{
		return {get(), ::lvsdr_state_get_service_count(get()),
			[](const ::lvsdr_state *of, std::size_t index) {
				return state_service(of, index);
			}};
	}
	void services() && = delete;

	/// Nothing if it does not describe them.
	std::optional<timeouts_view> timeouts() const &
	{
		const ::lvsdr_timeouts *found = ::lvsdr_state_get_timeouts(get());

		return found ? std::optional<timeouts_view>(timeouts_view(found)) : std::nullopt;
	}
	void timeouts() && = delete;

	/// One number of each service, by the name of its getter: "port", "dest_count", or a counter.
	std::vector<std::uint64_t> service_numbers(const std::string &column) const
	{
		return numbers(::lvsdr_state_get_service_numbers, column,
			       ::lvsdr_state_get_service_count(get()));
	}

	/// One text of each service, by the name of its getter: "address", "scheduler".
	std::vector<std::string> service_texts(const std::string &column) const
	{
		return texts(::lvsdr_state_get_service_texts, column,
			     ::lvsdr_state_get_service_count(get()));
	}

	/// One number of each destination of all services, in their order.
	std::vector<std::uint64_t> dest_numbers(const std::string &column) const
	{
		return numbers(::lvsdr_state_get_dest_numbers, column, all_dests());
	}

	/// One text of each destination of all services, in their order.
	std::vector<std::string> dest_texts(const std::string &column) const
	{
		return texts(::lvsdr_state_get_dest_texts, column, all_dests());
	}

private:
	using number_column = int (*)(const ::lvsdr_state *, const char *, std::uint64_t *,
				      std::size_t);
	using text_column = int (*)(const ::lvsdr_state *, const char *, char *, std::size_t);

	state(const handle &host, ::lvsdr_state *object) : state_objects(host, object)
	{
	}

	std::size_t all_dests() const
	{
		std::size_t count = 0;

		for (std::size_t i = 0; i < ::lvsdr_state_get_service_count(get()); i++)
			count += ::lvsdr_state_get_dest_count(get(), i);
		return count;
	}

	std::vector<std::uint64_t> numbers(number_column getter, const std::string &column,
					   std::size_t rows) const
	{
		std::vector<std::uint64_t> values(rows +
						  1); // so that there is an array without rows too

		values.resize(static_cast<std::size_t>(
			check(getter(get(), detail::text(column, "column"), values.data(), rows))));
		return values;
	}

	std::vector<std::string> texts(text_column getter, const std::string &column,
				       std::size_t rows) const
	{
		std::string buffer(46 * rows + 1, '\0');
		std::vector<std::string> lines;
		std::size_t begin = 0, length = static_cast<std::size_t>(
					       check(getter(get(), detail::text(column, "column"),
							    buffer.data(), buffer.size())));

		while (begin < length) {
			std::size_t end = buffer.find('\n', begin);

			lines.push_back(buffer.substr(begin, end - begin));
			begin = end + 1;
		}
		return lines;
	}
};

} // namespace liblvsdr
