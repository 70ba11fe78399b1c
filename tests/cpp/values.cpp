// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the headers for C++ do without a kernel: values, refusals, moves and lifetimes. */
#include <cstdio>
#include <lvsdr/lvsdr.hpp>

using namespace liblvsdr;
using namespace std::chrono_literals;

static int failures;

#define check(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			std::printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);                \
			failures++;                                                                \
		}                                                                                  \
	} while (0)

static_assert(!std::is_copy_constructible_v<service> &&
	      std::is_nothrow_move_constructible_v<service>);
static_assert(!std::is_copy_constructible_v<plan> && std::is_nothrow_move_assignable_v<plan>);
static_assert(std::is_nothrow_copy_constructible_v<error>);
static_assert(std::is_trivially_copyable_v<service_view>);

/* The code that a call is refused with, 0 if it is not. */
template <typename Call> static std::errc refused(Call call)
{
	try {
		call();
	} catch (const error &failure) {
		check(*failure.what() != '\0');
		return static_cast<std::errc>(failure.code().value());
	}
	return std::errc();
}

static void values()
{
	host host;
	service web(host, "tcp", "[2001:db8::41]:80");
	dest rs1(host, "192.168.1.20"), rs2(host, "192.168.1.21:0");
	vip vip(host, "192.168.1.41", "lo");
	timeouts timeouts(host);
	mark mark(host, "tcp", "192.168.1.41:443,80,8000-8010", 7);

	web.set_scheduler("mh").set_scheduler_flags(scheduler_flag::mh_port).set_persistence(5min);
	check(web.family() == "ipv6" && web.address() == "2001:db8::41" && web.port() == 80);
	check(web.scheduler() == "mh" && has(web.scheduler_flags(), scheduler_flag::mh_port));
	check(!has(web.scheduler_flags(), scheduler_flag::mh_fallback));
	check(web.persistence() == 300s && web.persistence_prefix() == 128 && !web.counters());
	web = service(host, "tcp", "192.168.1.41:80");
	web.set_persistence_netmask("255.0.255.0");
	check(!web.persistence_prefix() && web.persistence_netmask() == "255.0.255.0");
	check(!rs1.port() && rs2.port() == 0 && rs1.weight() == 1);
	check(rs1.forwarding() == forwarding::direct);
	rs1.set_thresholds(100, 80).set_tunnel(tunnel::gue, 6080, tunnel_flag::checksum);
	check(rs1.upper_threshold() == 100 && rs1.lower_threshold() == 80);
	check(rs1.tunnel_type() == tunnel::gue && rs1.tunnel_port() == 6080);
	check(vip.valid_lifetime() == forever && vip.peer().empty());
	vip.set_preferred_lifetime(0s).set_valid_lifetime(1h);
	check(vip.valid_lifetime() == 3600s);
	check(!timeouts.tcp() && timeouts.set_tcp(15min).tcp() == 900s);
	check(mark.ports() == "80,443,8000-8010" && mark.fwmark() == 7);
	check(name(part::arp_policies) == "arp_policies" && name(part::none).empty());
	check(formats().at(0) == "json" && !version().empty());
}

static void refusals()
{
	host host;
	service web(host, "tcp", "192.168.1.41:80");

	check(refused([&] { service(host, "tcp", "192.168.1.41"); }) ==
	      std::errc::invalid_argument);
	check(refused([&] { service(host, "tcp", std::string("192.168.1.41:80\0", 16)); }) ==
	      std::errc::invalid_argument);
	check(refused([&] { web.set_persistence(std::chrono::seconds(1LL << 32)); }) ==
	      std::errc::invalid_argument);
	check(refused([&] { web.set_persistence(-1s); }) == std::errc::invalid_argument);
	check(refused([&] { host.set_timeout(std::chrono::hours(24 * 365)); }) ==
	      std::errc::invalid_argument);
	check(web.persistence() == 0s);
	check(refused([&] { state::from_json(host, "{"); }) == std::errc::bad_message);
	try {
		dest(host, "192.168.1.20").set_weight(-1);
		check(false);
	} catch (const error &failure) {
		check(failure.operation() == "set" && failure.field() == "weight");
		check(failure.object() == "weight of 192.168.1.20" && failure.kernel_errno() == 0);
		check(failure.what() == std::string(::lvsdr_error_message(host.get())));
	}
}

static state made()
{
	host host; // goes before the state
	state state(host, part::services | part::vips | part::timeouts);
	service web(host, "tcp", "192.168.1.41:80"), dns(host, "udp", "192.168.1.41:53");

	state.add_service(web);
	state.add_dest(web, dest(host, "192.168.1.20").set_weight(3));
	state.add_dest(web, dest(host, "192.168.1.21"));
	state.add_service(dns);
	state.add_vip(vip(host, "192.168.1.41", "lo"));
	state.set_timeouts(timeouts(host).set_udp(100s));
	return state;
}

static void states()
{
	state state = made();
	auto services = state.services();

	check(services.size() == 2 && services[0].dests().size() == 2 &&
	      services[1].dests().empty());
	check(services[0].dest(0).weight() == 3 && services[1].protocol() == "udp");
	check(state.vips().size() == 1 && state.vips()[0].device() == "lo" &&
	      state.marks().empty());
	check(state.timeouts().value().udp() == 100s && !state.timeouts().value().tcp());
	check(state.dest_numbers("weight") == (std::vector<std::uint64_t>{3, 1}));
	check(state.service_texts("protocol") == (std::vector<std::string>{"tcp", "udp"}));
	check(state.service_numbers("dest_count") == (std::vector<std::uint64_t>{2, 0}));
	check(state.dest_texts("address").size() == 2);
	check(has(state.parts(), part::vips) && !has(state.parts(), part::marks));
	check(!state.to_text("json").lost && state.to_text("rules").lost);
	check(refused([&] { state.dest_numbers("colour"); }) == std::errc::invalid_argument);

	host host;
	liblvsdr::state empty = state::from_json(host, R"({"lvsdr_state": 1, "services": []})");
	check(empty.services().empty() && empty.dest_numbers("weight").empty());
	check(empty.dest_texts("address").empty() && !empty.timeouts());
}

static void scopes()
{
	host host;
	state state = state::from_json(
		host, R"({"lvsdr_state": 1, "scope": "192.168.1.41", "services": []})");

	check(state.scope() == "192.168.1.41");
	check(refused([&] { state.set_scope("192.168.1"); }) == std::errc::invalid_argument);
	check(state.set_scope("192.168.1.41, fwmark:7").scope() == "192.168.1.41, fwmark:7");
	check(state.to_json().find("fwmark:7") != std::string::npos);
	check(!state.set_scope(std::nullopt).scope());
	/* None is given, and the state has none either: it is refused before the kernel is asked. */
	check(refused([&] { host.plan(state); }) == std::errc::invalid_argument);
}

static void moves()
{
	host host;
	service web(host, "tcp", "192.168.1.41:80"), other = std::move(web);

	check(other.port() == 80);
	check(refused([&] { web.set_scheduler("rr"); }) == std::errc::invalid_argument);
	check(web.address().empty() && web.scheduler().empty());
	web = std::move(other);
	check(web.set_scheduler("rr").scheduler() == "rr");

	plan plan = host.new_plan();
	check(plan.steps().empty() && !plan.apply() && plan.draining().dests == 0);
	check(plan.set_keep_going(true).keep_going());
	check(plan.status() == plan_status::done && name(plan.status()) == "done");
	host.set_timeout(2s);
	check(host.timeout() == 2s && !host.insist());
}

int main()
{
	values();
	refusals();
	states();
	scopes();
	moves();
	return failures != 0;
}
