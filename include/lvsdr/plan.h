/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_PLAN_H
#define LVSDR_PLAN_H

/*
 * A plan: the ordered steps from what a host has to what is wanted. Each step holds its object
 * before and after, and the classic command it stands for. A plan can be looked at, applied,
 * written as JSON, and undone, by this process or another.
 *
 * The plain calls (lvsdr_service_add() ...) are plans of one step.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;
struct lvsdr_vip;
struct lvsdr_arp_policy;
struct lvsdr_timeouts;
struct lvsdr_sysctl;
struct lvsdr_sync_daemon;
struct lvsdr_mark;
struct lvsdr_scope;
struct lvsdr_state;
struct lvsdr_plan;

/* What became of a step. Values are never renumbered. */
#define LVSDR_STEP_PENDING 0 /* not applied yet */
#define LVSDR_STEP_DONE    1 /* applied */
#define LVSDR_STEP_UNDONE  2 /* put back */
#define LVSDR_STEP_LEFT    3 /* not put back: somebody changed it since; the note says what */
#define LVSDR_STEP_FAILED  4 /* failed; the note says why */
#define LVSDR_STEP_UNKNOWN 5 /* failed, but it may be done: the host did not tell; see the note */

/**
 * lvsdr_plan_new() - make an empty plan. Local.
 * @host: the handle that the plan will act on; it must stay open while the plan is used.
 * @ret_plan: receives the plan; free it with lvsdr_plan_free().
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_plan_new(struct lvsdr *host, struct lvsdr_plan **ret_plan);

/**
 * lvsdr_plan_between() - plan the least set of steps from one state to another.
 * @host: the handle that the plan will act on; it must stay open while the plan is used.
 * @scope: what is ours: nothing outside of it is planned to change. Objects inside it that the
 *         desired state, which tells of their kind, does not have are planned to be removed.
 * @observed: what the host has; NULL: it is read now.
 * @desired: what it shall have. Objects outside of the scope are an error.
 * @ret_plan: receives the plan, without steps when the states agree; free it with
 *            lvsdr_plan_free().
 *
 * The order: ARP policies, sysctls, timeouts, VIPs, packet marks and sync daemons that leave, services,
 * destinations, schedulers (a new service whose scheduler rebuilds a table at every destination is
 * built under "none" and gets it at the end), packet marks that come or change, services that leave,
 * sync daemons and VIPs that come. The plan holds copies; the states may be freed.
 *
 * Privilege: as lvsdr_state_read().
 * Returns: 0; -EINVAL for an object outside of the scope, or one that cannot work (unless
 * lvsdr_set_insist(), or the desired state was read from a kernel); the rest as
 * lvsdr_state_read() and lvsdr_arp_policy_update().
 * Since: 0.1
 */
int lvsdr_plan_between(struct lvsdr *host, const struct lvsdr_scope *scope,
		       const struct lvsdr_state *observed, const struct lvsdr_state *desired,
		       struct lvsdr_plan **ret_plan);

/**
 * lvsdr_plan_free() - give the plan back; what it did stays done.
 * @plan: a plan or NULL.
 * Since: 0.1
 */
void lvsdr_plan_free(struct lvsdr_plan *plan);

/**
 * lvsdr_plan_add_service() - plan what lvsdr_service_add() would do. Reads, does not change.
 * @plan: the plan; an object that an earlier step of it changes counts as changed.
 * @service: what is wanted; copied.
 * Privilege: as lvsdr_service_add().
 * Returns: 1 when a step was appended, 0 when nothing is to be done; the rest as
 * lvsdr_service_add().
 * Since: 0.1
 */
int lvsdr_plan_add_service(struct lvsdr_plan *plan, const struct lvsdr_service *service);

/**
 * lvsdr_plan_update_service() - plan what lvsdr_service_update() would do.
 * @plan: the plan.
 * @service: what is wanted; copied.
 * Privilege: as lvsdr_service_update().
 * Returns: as lvsdr_plan_add_service(); -ESRCH when there is no such service.
 * Since: 0.1
 */
int lvsdr_plan_update_service(struct lvsdr_plan *plan, const struct lvsdr_service *service);

/**
 * lvsdr_plan_remove_service() - plan what lvsdr_service_remove() would do: a step for each
 * destination, which the kernel would take along, then one for the service.
 * @plan: the plan.
 * @service: names the service; copied.
 * Privilege: as lvsdr_service_remove().
 * Returns: as lvsdr_plan_add_service().
 * Since: 0.1
 */
int lvsdr_plan_remove_service(struct lvsdr_plan *plan, const struct lvsdr_service *service);

/**
 * lvsdr_plan_add_dest() - plan what lvsdr_dest_add() would do.
 * @plan: the plan.
 * @service: names the service; copied.
 * @dest: what is wanted; copied.
 * Privilege: as lvsdr_dest_add().
 * Returns: 1 when a step was appended, 0 when nothing is to be done; the rest as lvsdr_dest_add().
 * Since: 0.1
 */
int lvsdr_plan_add_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			const struct lvsdr_dest *dest);

/**
 * lvsdr_plan_update_dest() - plan what lvsdr_dest_update() would do.
 * @plan: the plan.
 * @service: names the service; copied.
 * @dest: what is wanted; copied.
 * Privilege: as lvsdr_dest_update().
 * Returns: as lvsdr_plan_add_dest(); -ENOENT when there is no such destination.
 * Since: 0.1
 */
int lvsdr_plan_update_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest);

/**
 * lvsdr_plan_remove_dest() - plan what lvsdr_dest_remove() would do.
 * @plan: the plan.
 * @service: names the service; copied.
 * @dest: names the destination; copied.
 * Privilege: as lvsdr_dest_remove().
 * Returns: as lvsdr_plan_add_dest().
 * Since: 0.1
 */
int lvsdr_plan_remove_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest);

/**
 * lvsdr_plan_add_vip() - plan what lvsdr_vip_add() would do.
 * @plan: the plan.
 * @vip: what is wanted; copied.
 * Privilege: as lvsdr_vip_add().
 * Returns: 1 when a step was appended, 0 when nothing is to be done; the rest as lvsdr_vip_add().
 * Since: 0.1
 */
int lvsdr_plan_add_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip);

/**
 * lvsdr_plan_update_vip() - plan what lvsdr_vip_update() would do.
 * @plan: the plan.
 * @vip: what is wanted; copied.
 * Privilege: as lvsdr_vip_update().
 * Returns: as lvsdr_plan_add_vip(); -ENOENT when there is no such VIP.
 * Since: 0.1
 */
int lvsdr_plan_update_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip);

/**
 * lvsdr_plan_remove_vip() - plan what lvsdr_vip_remove() would do; the step records the routes
 * that go with the address.
 * @plan: the plan.
 * @vip: names the VIP; copied.
 * Privilege: as lvsdr_vip_remove().
 * Returns: as lvsdr_plan_add_vip().
 * Since: 0.1
 */
int lvsdr_plan_remove_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip);

/**
 * lvsdr_plan_add_mark() - plan what lvsdr_mark_add() would do.
 * @plan: the plan.
 * @mark: what is wanted; copied.
 * Privilege: as lvsdr_mark_add().
 * Returns: 1 when a step was appended, 0 when nothing is to be done; the rest as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_plan_add_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark);

/**
 * lvsdr_plan_update_mark() - plan what lvsdr_mark_update() would do.
 * @plan: the plan.
 * @mark: what is wanted; copied.
 * Privilege: as lvsdr_mark_update().
 * Returns: as lvsdr_plan_add_mark(); -ENOENT when there is no such mark.
 * Since: 0.1
 */
int lvsdr_plan_update_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark);

/**
 * lvsdr_plan_remove_mark() - plan what lvsdr_mark_remove() would do.
 * @plan: the plan.
 * @mark: names the mark; copied.
 * Privilege: as lvsdr_mark_remove().
 * Returns: as lvsdr_plan_add_mark().
 * Since: 0.1
 */
int lvsdr_plan_remove_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark);

/**
 * lvsdr_plan_update_arp_policy() - plan what lvsdr_arp_policy_update() would do.
 * @plan: the plan.
 * @policy: what is wanted; copied.
 * Privilege: as lvsdr_arp_policy_update().
 * Returns: 1 when a step was appended, 0 when the policy is satisfied; the rest as
 * lvsdr_arp_policy_update().
 * Since: 0.1
 */
int lvsdr_plan_update_arp_policy(struct lvsdr_plan *plan, const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_plan_update_timeouts() - plan what lvsdr_timeouts_update() would do.
 * @plan: the plan.
 * @timeouts: what is wanted; copied.
 * Privilege: as lvsdr_timeouts_update().
 * Returns: 1 when a step was appended, 0 when nothing is to be done; the rest as
 * lvsdr_timeouts_update().
 * Since: 0.1
 */
int lvsdr_plan_update_timeouts(struct lvsdr_plan *plan, const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_plan_update_sysctl() - plan what lvsdr_sysctl_update() would do.
 * @plan: the plan.
 * @sysctl: what is wanted; copied.
 * Privilege: as lvsdr_sysctl_update().
 * Returns: 1 when a step was appended, 0 when nothing is to be done; the rest as
 * lvsdr_sysctl_update().
 * Since: 0.1
 */
int lvsdr_plan_update_sysctl(struct lvsdr_plan *plan, const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_plan_add_sync_daemon() - plan what lvsdr_sync_daemon_add() would do.
 * @plan: the plan.
 * @daemon: what is wanted; copied.
 * Privilege: as lvsdr_sync_daemon_add().
 * Returns: 1 when a step was appended, 0 when nothing is to be done; the rest as
 * lvsdr_sync_daemon_add().
 * Since: 0.1
 */
int lvsdr_plan_add_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_plan_update_sync_daemon() - plan what lvsdr_sync_daemon_update() would do.
 * @plan: the plan.
 * @daemon: what is wanted; copied.
 * Privilege: as lvsdr_sync_daemon_update().
 * Returns: as lvsdr_plan_add_sync_daemon(); -ENOENT when no daemon with this role runs.
 * Since: 0.1
 */
int lvsdr_plan_update_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_plan_remove_sync_daemon() - plan what lvsdr_sync_daemon_remove() would do.
 * @plan: the plan.
 * @daemon: names the role; copied.
 * Privilege: as lvsdr_sync_daemon_remove().
 * Returns: as lvsdr_plan_add_sync_daemon().
 * Since: 0.1
 */
int lvsdr_plan_remove_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_plan_set_keep_going() - choose what a failed step means for the others. Local.
 * @plan: the plan.
 * @keep_going: 0, the default: what was done is undone; 1: what was done stays, the other steps are
 *              carried out too, but for those that depend on a failed one. Each step's status and
 *              note tell.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_plan_set_keep_going(struct lvsdr_plan *plan, int keep_going);

/**
 * lvsdr_plan_get_keep_going() - what a failed step means for the others. Local.
 * @plan: the plan.
 * Returns: 1 or 0, as lvsdr_plan_set_keep_going() takes it; -EINVAL when @plan is NULL.
 * Since: 0.1
 */
int lvsdr_plan_get_keep_going(const struct lvsdr_plan *plan);

/**
 * lvsdr_plan_apply() - carry out the pending steps in their order. When one fails, those that were
 * done are undone again, three-way as lvsdr_plan_undo() does (but see lvsdr_plan_set_keep_going()).
 * @plan: the plan.
 * Privilege: CAP_NET_ADMIN in the user namespace that the plain calls of its steps ask for.
 * Returns: 1 when something changed, 0 when nothing was pending; -EINVAL when @plan is NULL; the code
 * of the first step that failed, as lvsdr_service_update(), lvsdr_dest_update(), lvsdr_vip_update(),
 * lvsdr_mark_update() and lvsdr_sync_daemon_update() would have given it.
 * Since: 0.1
 */
int lvsdr_plan_apply(struct lvsdr_plan *plan);

/**
 * lvsdr_plan_apply_for() - carry out pending steps until the time is over: a slice, for progress, a
 * deadline, cancelling, event loops. Call it again to go on; a failure undoes the slices before
 * too; lvsdr_plan_undo() cancels.
 * @plan: the plan.
 * @milliseconds: 0 to 3600000; one send is made at least, so that each call gets further.
 * @ret_left: receives how many steps are still pending; written whatever is returned but -EINVAL.
 * Privilege: CAP_NET_ADMIN in the user namespace that the plain calls of its steps ask for.
 * Returns: as lvsdr_plan_apply().
 * Since: 0.1
 */
int lvsdr_plan_apply_for(struct lvsdr_plan *plan, int32_t milliseconds, size_t *ret_left);

/**
 * lvsdr_plan_undo() - put everything back, last step first, three-way: what still is as the plan
 * made it goes back, what is as before already stays, anything else was changed by somebody: it
 * is left and told. An ARP policy also stays while a VIP that came after it is still on lo.
 * @plan: the plan; all its steps count as applied, also those of a plan read from JSON.
 *
 * It can be called again, also after a failure. What the undo of a step took along and could not put
 * back joins the plan then, so that another process knows of it only when the plan is written again.
 *
 * Privilege: CAP_NET_ADMIN in the user namespace that the plain calls of its steps ask for.
 * Returns: 1 when something was put back, 0 when everything was as before; -EEXIST when steps were
 * left (their notes tell; the others are undone); the code of a step that failed, as
 * lvsdr_plan_apply().
 * Since: 0.1
 */
int lvsdr_plan_undo(struct lvsdr_plan *plan);

/**
 * lvsdr_plan_get_step_count() - how many steps the plan has. Local.
 * @plan: the plan.
 * Returns: the count; 0 when @plan is NULL.
 * Since: 0.1
 */
size_t lvsdr_plan_get_step_count(const struct lvsdr_plan *plan);

/**
 * lvsdr_plan_get_step_kind() - what kind of object a step is about. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: "service", "destination", "VIP", "ARP policy", "sysctl", "sync daemon", "timeouts" or
 * "packet mark", static; NULL when there is no such step.
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_kind(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_before() - the object as a step expects it, as JSON of
 * docs/state.schema.json. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text, "null" when the object is missing; borrowed until the plan is freed; NULL when
 * there is no such step, or no memory for the text, which lvsdr_error_message() tells.
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_before(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_after() - the object as a step leaves it. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: as lvsdr_plan_get_step_before(); borrowed until the plan is freed.
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_after(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_command() - the classic command or commands a step stands for. A shell does
 * with them what they show and no more, whatever names have in them; a command that is too long is
 * a comment that says so. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text, one command a line without a final line end; borrowed until the plan is freed;
 * NULL as lvsdr_plan_get_step_before().
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_command(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_explanation() - what a step does, in one line. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text borrowed until the plan is freed; NULL as lvsdr_plan_get_step_before().
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_explanation(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_status() - what became of a step. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: an LVSDR_STEP_ value; -EINVAL when there is no such step.
 * Since: 0.1
 */
int lvsdr_plan_get_step_status(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_get_step_note() - why a step failed or was left, or what is not known. Local.
 * @plan: the plan.
 * @index: from 0.
 * Returns: text, "" when there is nothing to tell; borrowed until the next call on the plan; NULL
 * when there is no such step.
 * Since: 0.1
 */
const char *lvsdr_plan_get_step_note(const struct lvsdr_plan *plan, size_t index);

/**
 * lvsdr_plan_to_json() - the plan's written form, for undo from another process. It bears the
 * boot and the network namespace it belongs to.
 * @plan: the plan.
 * @ret_json: receives UTF-8 text; borrowed until the next lvsdr_plan_to_json() or
 *            lvsdr_plan_free().
 * Privilege: none (CAP_SYS_ADMIN when another namespace is entered for it).
 * Returns: 0; -EINVAL; -ENOMEM; -EPERM for another namespace; -EIO.
 * Since: 0.1
 */
int lvsdr_plan_to_json(struct lvsdr_plan *plan, const char **ret_json);

/**
 * lvsdr_plan_from_json() - read a written plan, which is trusted as little as any other text.
 * @host: the handle that the plan will act on; open on the namespace that the plan was made in.
 * @json: text.
 * @size: its length in bytes.
 * @ret_plan: receives the plan; free it with lvsdr_plan_free().
 * Privilege: none (CAP_SYS_ADMIN when another namespace is entered for it).
 * Returns: 0; -EBADMSG when the text is no plan (the sentence gives the line); -ESTALE when it was
 * made in another boot or network namespace; -EINVAL; -ENOMEM; -EPERM; -EIO.
 * Since: 0.1
 */
int lvsdr_plan_from_json(struct lvsdr *host, const char *json, size_t size,
			 struct lvsdr_plan **ret_plan);

#ifdef __cplusplus
}
#endif

#endif
