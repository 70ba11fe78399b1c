// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/cpp/connections.hpp>
#include <lvsdr/cpp/plan.hpp>
#include <lvsdr/cpp/watch.hpp>

#include <algorithm>
#include <map>

namespace liblvsdr
{

/// The version of the library that runs, such as "0.1.0".
inline std::string version()
{
	return ::lvsdr_version();
}

/// The name of a part of a state, such as "arp_policies"; "" if it is not one part.
inline std::string name(part one)
{
	return detail::string(::lvsdr_part_name(static_cast<std::uint32_t>(one)));
}

/// The formats in which a state can be a text: "json", "rules" ...
inline std::vector<std::string> formats()
{
	std::vector<std::string> names;

	while (const char *name = ::lvsdr_format_name(names.size()))
		names.emplace_back(name);
	return names;
}

/// How far a drain is.
struct drained {
	bool done; ///< the destination has been removed
	std::uint64_t active, inactive, templates;
};

using mac_address = std::array<std::uint8_t, LVSDR_MAC_SIZE>;

/// A host: one network namespace, and all that can be done there.
class host : public host_calls
{
public:
	/// In the network namespace of the thread at the first call that needs the kernel.
	host() = default;

	/// In a network namespace, by its name as `ip netns` shows it, or a path.
	explicit host(const std::string &netns)
	{
		check(::lvsdr_open_netns(get(), detail::text(netns, "netns")));
	}

	/// In the network namespace of a descriptor, which is duplicated.
	explicit host(int netns_fd)
	{
		check(::lvsdr_open_netns_fd(get(), netns_fd));
	}

	/// How long one request waits for an answer of the kernel.
	void set_timeout(std::chrono::milliseconds timeout) const
	{
		check(::lvsdr_set_timeout(
			get(), detail::narrow<std::int32_t>(timeout.count(), "timeout")));
	}

	std::chrono::milliseconds timeout() const
	{
		return std::chrono::milliseconds(check(::lvsdr_get_timeout(get())));
	}

	/// Sends requests that cannot work, and would otherwise be refused.
	void set_insist(bool insist) const
	{
		check(::lvsdr_set_insist(get(), insist ? 1 : 0));
	}

	bool insist() const
	{
		return check(::lvsdr_get_insist(get())) == 1;
	}

	void set_ipvs_interface(liblvsdr::ipvs_interface ipvs_interface) const
	{
		check(::lvsdr_set_ipvs_interface(get(), static_cast<int>(ipvs_interface)));
	}

	liblvsdr::ipvs_interface ipvs_interface() const
	{
		return static_cast<liblvsdr::ipvs_interface>(
			check(::lvsdr_get_ipvs_interface(get())));
	}

	/// Writes a line for each change to a descriptor; -1 ends it.
	void set_trace(int fd, trace_flag details = trace_flag::none) const
	{
		check(::lvsdr_set_trace(get(), fd));
		check(::lvsdr_set_trace_details(get(), static_cast<std::uint32_t>(details)));
	}

	trace_flag trace_details() const
	{
		return static_cast<trace_flag>(::lvsdr_get_trace_details(get()));
	}

	/// How many lines of the trace could not be written.
	std::uint64_t trace_lost() const
	{
		return ::lvsdr_get_trace_lost(get());
	}

	/// What this process can do with this kernel.
	feature_flag features() const
	{
		return static_cast<feature_flag>(number<std::uint32_t>(::lvsdr_read_features));
	}

	/// The version of IPVS in the kernel: 0x10201 is 1.2.1.
	std::uint32_t ipvs_version() const
	{
		return number<std::uint32_t>(::lvsdr_read_ipvs_version);
	}

	std::uint32_t connection_table_size() const
	{
		return number<std::uint32_t>(::lvsdr_read_connection_table_size);
	}

	bool remove_all_services() const
	{
		return check(::lvsdr_service_remove_all(get())) == 1;
	}

	/// How many rules in the tables of packet marks are none.
	std::size_t read_foreign_marks() const
	{
		return number<std::size_t>(::lvsdr_mark_read_foreign);
	}

	/// Of one service, or of all and the totals.
	void zero_counters(const service_view &service) const
	{
		check(::lvsdr_counters_zero(get(), service.get()));
	}

	void zero_counters() const
	{
		check(::lvsdr_counters_zero(get(), nullptr));
	}

	/// What the host has within a scope.
	state read(const scope &within, part parts = part::services) const
	{
		return state::read(*this, within, parts);
	}

	state read(const std::string &within, part parts = part::services) const
	{
		return read(scope(*this, within), parts);
	}

	/// What leads from what the host has within a scope to what is desired.
	liblvsdr::plan plan(const state &desired, const scope &within) const
	{
		return liblvsdr::plan::between(*this, &within, nullptr, desired);
	}

	liblvsdr::plan plan(const state &desired, const std::string &within) const
	{
		return plan(desired, scope(*this, within));
	}

	/// The same within the scope of the desired state, which must have one.
	liblvsdr::plan plan(const state &desired) const
	{
		return liblvsdr::plan::between(*this, nullptr, nullptr, desired);
	}

	/// The same from a state that was read before.
	liblvsdr::plan plan(const state &desired, const scope &within, const state &observed) const
	{
		return liblvsdr::plan::between(*this, &within, &observed, desired);
	}

	liblvsdr::plan new_plan() const
	{
		return liblvsdr::plan(*this);
	}

	/// A plan from its record, to be undone.
	liblvsdr::plan plan_from_json(std::string_view text) const
	{
		return liblvsdr::plan::from_json(*this, text);
	}

	/// Which parts of a scope may have changed.
	liblvsdr::watch watch(const scope &within, part parts,
			      std::chrono::milliseconds interval = std::chrono::seconds(1)) const
	{
		return liblvsdr::watch(*this, within, parts, interval);
	}

	/// The connection table: of a service and a destination, or of all.
	liblvsdr::connections connections(const service_view *service = nullptr,
					  const dest_view *dest = nullptr) const
	{
		return liblvsdr::connections(*this, service, dest);
	}

	/// How many connections are in each state, and how many templates there are.
	std::map<std::string, std::uint64_t>
	count_connections(const service_view *service = nullptr,
			  const dest_view *dest = nullptr) const
	{
		std::array<std::uint64_t, LVSDR_CONNECTIONS_COUNT> values{};
		std::map<std::string, std::uint64_t> counts;
		int found = check(::lvsdr_connections_count(
			get(), service ? service->get() : nullptr, dest ? dest->get() : nullptr,
			values.data(), values.size()));

		for (std::int32_t i = 0; i < found; i++)
			counts[::lvsdr_connections_get_state_name(i)] =
				values[static_cast<std::size_t>(i)];
		return counts;
	}

	/// The totals of the network namespace.
	liblvsdr::totals totals() const
	{
		std::array<std::uint64_t, LVSDR_TOTAL_COUNT> values{};

		check(::lvsdr_totals_read(get(), values.data(), values.size()));
		return detail::of_values<liblvsdr::totals>(values);
	}

	/// The totals of each processor, by its number.
	std::map<std::size_t, liblvsdr::totals> processor_totals() const
	{
		constexpr std::size_t columns = LVSDR_TOTAL_OUTGOING_BYTES + 1;
		std::map<std::size_t, liblvsdr::totals> found;
		std::vector<std::uint64_t> all(columns * read_processors(columns, nullptr, 0));
		std::size_t count = read_processors(columns, all.data(), all.size());

		for (std::size_t i = 0; i < count && (i + 1) * columns <= all.size(); i++) {
			std::array<std::uint64_t, LVSDR_TOTAL_COUNT> values;

			values.fill(UINT64_MAX);
			std::copy_n(all.data() + i * columns, columns, values.begin());
			if (values[0] != UINT64_MAX)
				found[i] = detail::of_values<liblvsdr::totals>(values);
		}
		return found;
	}

	/// Sets the weight of a destination to 0, waits for its connections for a limited time, and removes it. Call
	/// it again to continue.
	drained drain_dest(const service_view &service, const dest_view &dest,
			   std::chrono::milliseconds time,
			   drain_flag flags = drain_flag::none) const
	{
		drained left{};

		left.done =
			check(::lvsdr_dest_drain(
				get(), service.get(), dest.get(), static_cast<std::uint32_t>(flags),
				detail::narrow<std::int32_t>(time.count(), "time"), &left.active,
				&left.inactive, &left.templates)) == 1;
		return left;
	}

	/// Tells the neighbours that the VIP is here.
	void announce_vip(const vip_view &vip, std::int32_t count = 3,
			  std::chrono::milliseconds interval = std::chrono::seconds(1)) const
	{
		check(::lvsdr_vip_announce(
			get(), vip.get(), count,
			detail::narrow<std::int32_t>(interval.count(), "interval")));
	}

	/// The MAC addresses that answer for an address.
	std::vector<mac_address>
	probe_address(const std::string &address, const std::string &device,
		      std::chrono::milliseconds wait = std::chrono::seconds(1)) const
	{
		std::vector<mac_address> macs(LVSDR_PROBE_MAX);

		macs.resize(static_cast<std::size_t>(check(::lvsdr_address_probe(
			get(), detail::text(address, "address"), detail::text(device, "device"),
			detail::narrow<std::int32_t>(wait.count(), "wait"), macs.data()->data(),
			macs.size() * sizeof(mac_address)))));
		return macs;
	}

private:
	template <typename Number> Number number(int (*call)(::lvsdr *, Number *)) const
	{
		Number value = 0;

		check(call(get(), &value));
		return value;
	}

	std::size_t read_processors(std::uint32_t columns, std::uint64_t *values,
				    std::size_t count) const
	{
		return static_cast<std::size_t>(
			check(::lvsdr_totals_read_processors(get(), columns, values, count)));
	}
};

} // namespace liblvsdr
