/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/service.h"

#include <lvsdr/scope.h>
#include <stdbool.h>

bool scope_holds_everything(const struct lvsdr_scope *scope);
bool scope_holds_address(const struct lvsdr_scope *scope, const struct address *address);
bool scope_holds_fwmark(const struct lvsdr_scope *scope, uint32_t fwmark);
bool scope_holds_service(const struct lvsdr_scope *scope, const struct lvsdr_service *service);
