// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <lvsdr/cpp/state.hpp>

namespace liblvsdr
{

/// One change of one object, as it is in its plan.
class step
{
public:
	step(const ::lvsdr_plan *plan, std::size_t index) : plan_(plan), index_(index)
	{
	}

	/// "service", "dest", "vip" ...
	std::string kind() const
	{
		return detail::string(::lvsdr_plan_get_step_kind(plan_, index_));
	}

	/// The object before and after it, as JSON; "" if there is none.
	std::string before() const
	{
		return detail::string(::lvsdr_plan_get_step_before(plan_, index_));
	}

	std::string after() const
	{
		return detail::string(::lvsdr_plan_get_step_after(plan_, index_));
	}

	/// The service of a destination, as JSON; "" if it has none.
	std::string service() const
	{
		return detail::string(::lvsdr_plan_get_step_service(plan_, index_));
	}

	/// The classic command with the same effect.
	std::string command() const
	{
		return detail::string(::lvsdr_plan_get_step_command(plan_, index_));
	}

	std::string explanation() const
	{
		return detail::string(::lvsdr_plan_get_step_explanation(plan_, index_));
	}

	step_status status() const
	{
		return static_cast<step_status>(::lvsdr_plan_get_step_status(plan_, index_));
	}

	/// Why it failed or was left; "" if there is nothing to say.
	std::string note() const
	{
		return detail::string(::lvsdr_plan_get_step_note(plan_, index_));
	}

private:
	const ::lvsdr_plan *plan_;
	std::size_t index_;
};

/// "done", "failed" ...
inline std::string name(step_status status)
{
	return detail::string(::lvsdr_step_status_name(static_cast<std::int32_t>(status)));
}

/// "done", "incomplete" ...
inline std::string name(plan_status status)
{
	return detail::string(::lvsdr_plan_status_name(static_cast<std::int32_t>(status)));
}

/// What a graceful plan is waiting for.
struct draining {
	int dests;
	std::uint64_t active, inactive, templates;
};

/// A list of steps: it can be looked at, applied and rolled back, written as JSON, and undone by another process.
class plan : public plan_steps
{
public:
	/// An empty plan, whose steps are added by hand.
	explicit plan(const handle &host)
	    : plan(host, detail::make<::lvsdr_plan>(host, ::lvsdr_plan_new))
	{
	}

	/// What leads from what the host has within a scope to what is desired. within: nullptr is the scope of the
	/// desired state; observed: a state that was read before, or nullptr to read the host now.
	static plan between(const handle &host, const scope *within, const state *observed,
			    const state &desired)
	{
		const ::lvsdr_scope *limits = within ? within->get() : nullptr;
		const ::lvsdr_state *given = observed ? observed->get() : nullptr;

		return plan(host, detail::make<::lvsdr_plan>(host, ::lvsdr_plan_between, limits,
							     given, desired.get()));
	}

	static plan from_json(const handle &host, std::string_view text)
	{
		return plan(host, detail::make<::lvsdr_plan>(host, ::lvsdr_plan_from_json,
							     text.data() ? text.data() : "",
							     text.size()));
	}

	/// If a step fails, the others are carried out, and nothing is rolled back.
	plan &set_keep_going(bool keep_going)
	{
		check(::lvsdr_plan_set_keep_going(get(), keep_going ? 1 : 0));
		return *this;
	}

	bool keep_going() const
	{
		return ::lvsdr_plan_get_keep_going(get()) == 1;
	}

	/// Changes the weight of a real server, or several, in all services of a scope. Returns the number of
	/// its destinations.
	int update_real_server(const scope &within, const std::string &addresses,
			       std::int32_t weight)
	{
		return check(::lvsdr_plan_update_real_server(
			get(), within.get(), detail::text(addresses, "addresses"), weight));
	}

	/// Removes a real server, or several, from all services of a scope. Returns the number of its destinations.
	int remove_real_server(const scope &within, const std::string &addresses)
	{
		return check(::lvsdr_plan_remove_real_server(get(), within.get(),
							     detail::text(addresses, "addresses")));
	}

	/// Lets it remove real servers without breaking connections: it waits for them for as long as this. Returns
	/// whether it will drain something.
	bool make_graceful(std::chrono::milliseconds deadline, drain_flag flags = drain_flag::none)
	{
		return check(::lvsdr_plan_make_graceful(
			       get(), static_cast<std::uint32_t>(flags),
			       detail::narrow<std::int32_t>(deadline.count(), "deadline"))) == 1;
	}

	liblvsdr::draining draining() const
	{
		liblvsdr::draining left{};

		left.dests = check(::lvsdr_plan_get_draining(get(), &left.active, &left.inactive,
							     &left.templates));
		return left;
	}

	/// Applies all steps, or none. Returns whether something was changed.
	bool apply()
	{
		return check(::lvsdr_plan_apply(get())) == 1;
	}

	/// Applies steps for a limited time. Returns how many are left: call it again until there are none.
	std::size_t apply_for(std::chrono::milliseconds time)
	{
		std::size_t left = 0;

		check(::lvsdr_plan_apply_for(
			get(), detail::narrow<std::int32_t>(time.count(), "time"), &left));
		return left;
	}

	/// What became of it: after a failure, undone if the host is as before, and incomplete if it is not.
	plan_status status() const
	{
		return static_cast<plan_status>(check(::lvsdr_plan_get_status(get())));
	}

	/// Undoes all steps, the last one first. Returns whether something was restored.
	bool undo()
	{
		return check(::lvsdr_plan_undo(get())) == 1;
	}

	/// Its record, from which another process can undo it.
	std::string to_json() const
	{
		const char *json = nullptr;

		check(::lvsdr_plan_to_json(inside(), &json));
		return json;
	}

	/// The steps, which live as long as the plan.
	detail::range<step, ::lvsdr_plan> steps() const &
	{
		return {get(), ::lvsdr_plan_get_step_count(get()),
			[](const ::lvsdr_plan *of, std::size_t index) { return step(of, index); }};
	}
	void steps() && = delete;

private:
	plan(const handle &host, ::lvsdr_plan *object) : plan_steps(host, object)
	{
	}
};

} // namespace liblvsdr
