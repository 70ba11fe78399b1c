// SPDX-License-Identifier: LGPL-2.1-or-later
#ifndef SCENARIO_HPP
#define SCENARIO_HPP

/*
 * What the scenarios in C++ share.
 */

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <lvsdr/lvsdr.hpp>
#include <stdexcept>

using namespace liblvsdr;
using namespace std::chrono_literals;

/// Runs a story in the network namespace that the command names. What has to succeed and does not ends it with status 1.
inline int tell_story(int argc, char **argv, void (*story)(const std::string &netns))
{
	try {
		story(argc > 1 ? argv[1] : "");
		return EXIT_SUCCESS;
	} catch (const std::exception &failure) {
		std::fprintf(stderr, "%s\n", failure.what());
		return EXIT_FAILURE;
	}
}

inline std::string code_name(const std::error_code &code)
{
	static const std::map<int, std::string> names = {
		{EINVAL, "EINVAL"},   {EEXIST, "EEXIST"},
		{ESRCH, "ESRCH"},     {ENOENT, "ENOENT"},
		{ENODEV, "ENODEV"},   {EOPNOTSUPP, "EOPNOTSUPP"},
		{EBADMSG, "EBADMSG"}, {ESTALE, "ESTALE"},
		{EPERM, "EPERM"},     {ETIMEDOUT, "ETIMEDOUT"},
		{EAGAIN, "EAGAIN"},   {ENOMEM, "ENOMEM"},
		{EIO, "EIO"},         {EBUSY, "EBUSY"}};
	auto found = names.find(code.value());

	return found == names.end() ? "a code that is not documented" : found->second;
}

/// "WHAT: 1", or "WHAT: EEXIST, " and the library's sentence. Returns whether the call succeeded.
template <typename Call> bool tell(const std::string &what, Call call)
{
	int result = 0;

	try {
		if constexpr (std::is_integral_v<decltype(call())>)
			result = static_cast<int>(call());
		else
			call();
	} catch (const error &failure) {
		std::printf("%s: %s, %s\n", what.c_str(), code_name(failure.code()).c_str(),
			    failure.what());
		return false;
	}
	std::printf("%s: %d\n", what.c_str(), result);
	return true;
}

inline std::string read_file(const std::string &path)
{
	std::ifstream file(path);

	if (!file)
		throw std::runtime_error(path + " cannot be read");
	return {std::istreambuf_iterator<char>(file), {}};
}

inline state load_state(const host &host, const std::string &path)
{
	return state::from_json(host, read_file(path));
}

/// A shell command in a network namespace.
inline void run(const std::string &netns, const std::string &command)
{
	if (std::system(("ip netns exec " + netns + " bash -c '" + command + "'").c_str()) != 0)
		throw std::runtime_error(command);
}

/// All that the library says of one object.
inline void show_service(const service_view &service)
{
	if (service.fwmark())
		std::printf("%s fwmark %u", service.family().c_str(), service.fwmark());
	else
		std::printf("%s %s %s port %d", service.family().c_str(), service.protocol().c_str(),
			    service.address().c_str(), service.port());
	std::printf(", scheduler %s flags %u, persistence %d prefix %d engine \"%s\", one packet %d\n",
		    service.scheduler().c_str(), static_cast<unsigned>(service.scheduler_flags()),
		    static_cast<int>(service.persistence().count()),
		    service.persistence_prefix().value_or(-EBADMSG),
		    service.persistence_engine().c_str(), service.one_packet());
}

inline void show_dest(const dest_view &dest)
{
	std::printf("  %s port %d, forwarding %d weight %d, thresholds %u %u, tunnel %d %d %u\n",
		    dest.address().c_str(), dest.port().value_or(-ENOENT),
		    static_cast<int>(dest.forwarding()), dest.weight(), dest.upper_threshold(),
		    dest.lower_threshold(), static_cast<int>(dest.tunnel_type()), dest.tunnel_port(),
		    static_cast<unsigned>(dest.tunnel_flags()));
}

inline void show_vip(const vip_view &vip)
{
	std::printf("%s/%d on %s, label \"%s\", host route %d\n", vip.address().c_str(),
		    vip.prefix_length(), vip.device().c_str(), vip.label().c_str(), vip.host_route());
}

/// Each step's kind, what became of it, its command, and its note.
inline void show_plan(const plan &plan)
{
	for (auto step : plan.steps()) {
		std::printf("  %s, %s: %s\n", step.kind().c_str(), name(step.status()).c_str(),
			    step.command().c_str());
		if (!step.note().empty())
			std::printf("    %s\n", step.note().c_str());
	}
}

#endif
