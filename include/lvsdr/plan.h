/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_PLAN_H
#define LVSDR_PLAN_H

/*
 * A plan: the ordered list of steps from the current state of a host to the desired one. Each step
 * contains its object before and after the change, and the classic command with the same effect. A
 * plan can be inspected, applied, written as JSON, and undone, by this process or another one.
 *
 * A plan removes destinations with their connections, unless it is made graceful
 * (lvsdr_plan_make_graceful()).
 *
 * The plain calls (lvsdr_service_add() ...) are plans of one step.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_scope;
struct lvsdr_state;
struct lvsdr_plan;

/* The status of a step. Values are never renumbered. */
#define LVSDR_STEP_PENDING 0 /* not applied yet */
#define LVSDR_STEP_DONE    1 /* applied */
#define LVSDR_STEP_UNDONE  2 /* undone */
#define LVSDR_STEP_LEFT    3 /* not undone, because it has been changed since; see the note */
#define LVSDR_STEP_FAILED  4 /* failed; the note says why */
#define LVSDR_STEP_UNKNOWN 5 /* failed, but it may have been applied; see the note */

/* What became of a plan. Values are never renumbered. */
#define LVSDR_PLAN_PENDING    0 /* no step was applied yet */
#define LVSDR_PLAN_STARTED    1 /* some steps are applied, and the others are pending */
#define LVSDR_PLAN_DONE       2 /* all steps are applied */
#define LVSDR_PLAN_UNDONE     3 /* what was applied is undone, completely */
#define LVSDR_PLAN_INCOMPLETE 4 /* some steps are applied or in doubt, others failed; see each */

/**
 * lvsdr_step_status_name() - name the status of a step. Local.
 * @status: an LVSDR_STEP_ value.
 * Returns: "pending", "done", "undone", "left", "failed" or "unknown", static; NULL if there is no
 * such status.
 * Since: 0.1
 */
const char *lvsdr_step_status_name(int32_t status);

/**
 * lvsdr_plan_new() - create an empty plan. Local.
 * @host: the handle that the plan will use; it must stay open while the plan is used.
 * @ret_plan: receives the plan; free it with lvsdr_plan_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_plan_new(struct lvsdr *host, struct lvsdr_plan **ret_plan);

/**
 * lvsdr_plan_between() - create a plan with the fewest steps from one state to another.
 * @host: the handle that the plan will use; it must stay open while the plan is used.
 * @scope: the addresses and firewall marks that may be changed. Objects in the scope that the
 *         desired state does not contain, although it describes their kind, are removed. It may be
 *         NULL, and is then that of the desired state (lvsdr_state_set_scope()), which must have one.
 * @observed: the state of the host; may be NULL, and the state is then read by this call.
 * @desired: the state to reach. Objects outside of the scope are an error.
 * @ret_plan: receives the plan, which has no steps if the states agree; free it with
 *            lvsdr_plan_free().
 *
 * Equal desired states lead to equal hash tables of the schedulers mh, sh and dh, on any host and
 * whatever was before: their destinations get the order in which `ipvsadm --restore` leaves what
 * `ipvsadm --save` wrote, the highest address first (those of a state that was read keep theirs). A
 * destination that has to be moved in the list, or gets weight 0 under mh, is removed and added again
 * in the same send; its connections go on, and its counters begin at zero.
 *
 * The order of the steps is: ARP policies, sysctls, timeouts; VIPs, packet marks and sync daemons
 * that are removed; services, destinations, schedulers (a new service whose scheduler rebuilds a
 * table for every destination is added with the scheduler "none", and gets its own at the end);
 * packet marks that are added or changed; services that are removed; sync daemons and VIPs that
 * are added. The plan contains copies; the states may be freed.
 *
 * Privilege: as lvsdr_state_read().
 * Returns: 0 on success; -EINVAL if an object is outside of the scope, or cannot work (unless
 * lvsdr_set_insist() is set, or the desired state was read from a kernel); other codes as
 * lvsdr_state_read() and lvsdr_arp_policy_update().
 * Since: 0.1
 */
int lvsdr_plan_between(struct lvsdr *host, const struct lvsdr_scope *scope,
		       const struct lvsdr_state *observed, const struct lvsdr_state *desired,
		       struct lvsdr_plan **ret_plan);

/**
 * lvsdr_plan_from_json() - create a plan from its record. The text is validated like any other
 * input.
 * @host: the handle that the plan will use, in the network namespace in which the plan was made.
 * @json: the text.
 * @size: the length in bytes of @json.
 * @ret_plan: receives the plan; free it with lvsdr_plan_free().
 * Privilege: none (CAP_SYS_ADMIN if another network namespace is entered for it).
 * Returns: 0 on success; -EBADMSG if the text is not a plan, and the message contains the line;
 * -ESTALE if it was made in another boot or network namespace; -EINVAL; -ENOMEM; -EPERM; -EIO.
 * Since: 0.1
 */
int lvsdr_plan_from_json(struct lvsdr *host, const char *json, size_t size,
			 struct lvsdr_plan **ret_plan);

/**
 * lvsdr_plan_free() - free the plan; the changes it made are not affected.
 * @plan: a plan or NULL.
 * Since: 0.1
 */
void lvsdr_plan_free(struct lvsdr_plan *plan);

/**
 * lvsdr_plan_set_keep_going() - set what happens to the other steps if one fails. Local.
 * @plan: the plan.
 * @keep_going: 0, the default: the steps that were applied are rolled back. 1: they stay, and the
 *              remaining steps are applied too, except those that depend on the failed one. The
 *              status and the note of each step show the result.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_plan_set_keep_going(struct lvsdr_plan *plan, int keep_going);

/**
 * lvsdr_plan_get_keep_going() - get what happens to the other steps if one fails. Local.
 * @plan: the plan.
 * Returns: 1 or 0, as set by lvsdr_plan_set_keep_going(); -EINVAL if @plan is NULL.
 * Since: 0.1
 */
int lvsdr_plan_get_keep_going(const struct lvsdr_plan *plan);

/**
 * lvsdr_plan_apply() - apply the pending steps in their order. If a step fails, those that were
 * applied are rolled back in the way of lvsdr_plan_undo(), unless lvsdr_plan_set_keep_going() is
 * set.
 * @plan: the plan.
 * Privilege: CAP_NET_ADMIN in the user namespace that the plain calls of its steps require.
 * Returns: 1 if something was changed; 0 if no step was pending; -EINVAL if @plan is NULL; -EBUSY
 * if a graceful plan has reached its deadline; the code of the first step that failed, as
 * lvsdr_service_update(), lvsdr_dest_update(), lvsdr_vip_update(), lvsdr_mark_update() and
 * lvsdr_sync_daemon_update() return it.
 * Since: 0.1
 */
int lvsdr_plan_apply(struct lvsdr_plan *plan);

/**
 * lvsdr_plan_apply_for() - apply pending steps for a limited time, for progress reports,
 * deadlines, cancelling and event loops. Call it again to continue. If a step fails, the steps of
 * earlier calls are rolled back too. To cancel, call lvsdr_plan_undo().
 * @plan: the plan.
 * @milliseconds: the time limit: 0 to 3600000. At least one request is sent, so that each call
 *                makes progress.
 * @ret_left: receives the number of steps that are still pending; written unless -EINVAL is
 *            returned.
 * Privilege: CAP_NET_ADMIN in the user namespace that the plain calls of its steps require.
 * Returns: as lvsdr_plan_apply().
 * Since: 0.1
 */
int lvsdr_plan_apply_for(struct lvsdr_plan *plan, int32_t milliseconds, size_t *ret_left);

/**
 * lvsdr_plan_undo() - undo all steps of a plan, the last one first. A setting that still has the
 * value set by the plan is restored, one that already has its old value stays, and any other value
 * was set by another program, and is left and reported. An ARP policy also stays while a VIP that
 * was added after it is still on lo.
 * @plan: the plan; all its steps are considered applied, including those of a plan from JSON.
 *
 * The call can be repeated, also after a failure. What the undo of a step removed along with its object
 * and could not restore is added to the plan, so another process sees it only if the plan is written
 * again.
 *
 * Privilege: CAP_NET_ADMIN in the user namespace that the plain calls of its steps require.
 * Returns: 1 if something was restored; 0 if nothing had to change; -EEXIST if steps were left, as
 * their notes say, and the others are undone; the code of a step that failed, as
 * lvsdr_plan_apply().
 * Since: 0.1
 */
int lvsdr_plan_undo(struct lvsdr_plan *plan);

/**
 * lvsdr_plan_status_name() - name what became of a plan. Local.
 * @status: an LVSDR_PLAN_ value.
 * Returns: "pending", "started", "done", "undone" or "incomplete", static; NULL if there is no such
 * status.
 * Since: 0.1
 */
const char *lvsdr_plan_status_name(int32_t status);

/**
 * lvsdr_plan_get_status() - get what became of a plan, in particular whether a failure was rolled
 * back completely. Local.
 * @plan: the plan.
 *
 * After lvsdr_plan_apply() has failed, LVSDR_PLAN_UNDONE means that the host is as it was before
 * that call (or before the first lvsdr_plan_apply_for()), and LVSDR_PLAN_INCOMPLETE that it is not:
 * a step could not be undone, was left because another program has changed it since, or may have
 * been applied, or lvsdr_plan_set_keep_going() is set. The status and the note of each step tell
 * which. The same holds for lvsdr_plan_undo(). If a graceful plan has reached its deadline, it is
 * LVSDR_PLAN_STARTED.
 *
 * Returns: an LVSDR_PLAN_ value; -EINVAL if @plan is NULL.
 * Since: 0.1
 */
int lvsdr_plan_get_status(const struct lvsdr_plan *plan);

/**
 * lvsdr_plan_get_step_count() - get the number of steps. Local.
 * @plan: the plan.
 * Returns: the number; 0 if @plan is NULL.
 * Since: 0.1
 */
size_t lvsdr_plan_get_step_count(const struct lvsdr_plan *plan);

/**
 * lvsdr_plan_get_step_kind() - get the kind of object that a step changes. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: "service", "destination", "VIP", "ARP policy", "sysctl", "sync daemon", "timeouts" or
 * "packet mark", static; NULL if there is no such step.
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_kind(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_before() - get the object before a step, as JSON (docs/state.schema.json).
 * Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text, "null" if the object does not exist; borrowed until the plan is freed; NULL if
 * there is no such step, or no memory for the text (see lvsdr_error_message()).
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_before(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_after() - get the object after a step, as JSON (docs/state.schema.json).
 * Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: as lvsdr_plan_get_step_before(); borrowed until the plan is freed.
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_after(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_service() - get the service of the destination that a step changes, as JSON
 * (docs/state.schema.json). Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text, "null" if the step changes no destination; borrowed until the plan is freed; NULL
 * as for lvsdr_plan_get_step_before().
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_service(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_command() - get the classic commands with the effect of a step. Names are
 * quoted, so that a shell runs exactly what is shown. A command that is too long is replaced by a
 * comment. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text, one command per line, without a newline at the end; borrowed until the plan is
 * freed; NULL as for lvsdr_plan_get_step_before().
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_command(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_explanation() - get a line that says what a step does. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text borrowed until the plan is freed; NULL as for lvsdr_plan_get_step_before().
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_explanation(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_status() - get the status of a step. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: an LVSDR_STEP_ value; -EINVAL if there is no such step.
 * Since: 0.1
 */
int lvsdr_plan_get_step_status(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_note() - get the reason why a step failed or was left, or what is not known
 * about it. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text, "" if there is none; borrowed until the next call on the plan; NULL if there is
 * no such step.
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_note(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_to_json() - write a plan as JSON, its record, from which another process can undo it.
 * It contains the ids of the boot and of the network namespace, and once the plan was applied the
 * status of the plan and the status and note of each step, which lvsdr_plan_from_json() ignores.
 * @plan: the plan.
 * @ret_json: receives UTF-8 text; borrowed until the next lvsdr_plan_to_json() or
 *            lvsdr_plan_free().
 * Privilege: none (CAP_SYS_ADMIN if another network namespace is entered for it).
 * Returns: 0 on success; -EINVAL; -ENOMEM; -EPERM if another network namespace cannot be entered;
 * -EIO.
 * Since: 0.1
 */
int lvsdr_plan_to_json(struct lvsdr_plan *plan, const char **ret_json);

#ifdef __cplusplus
}
#endif

#endif
