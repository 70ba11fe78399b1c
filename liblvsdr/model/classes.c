// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/object.h"

#define CLASS_LINE(NAME, name) [KIND_##NAME] = &name##_class,
const struct object_class *const object_classes[KIND_COUNT] = {KINDS(CLASS_LINE)};
