# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the library's codes are called where a language has a name for each kind of failure."""

import sys

ERRORS = {
    "-EINVAL": "Invalid",
    "-ENOMEM": "OutOfMemory",
    "-EEXIST": "Exists",
    "-EBUSY": "InUse",
    "-ESRCH": "NoService",
    "-ENOENT": "NotFound",
    "-ENODEV": "NoDevice",
    "-EPERM": "Privilege",
    "-EOPNOTSUPP": "Unsupported",
    "-ETIMEDOUT": "Deadline",
    "-EAGAIN": "Changing",
    "-ESTALE": "Stale",
    "-EBADMSG": "Format",
    "-EIO": "Kernel",
}
NOT_FOUND = ("NoService", "NoDevice")  # they are "NotFound" too


def errors(description):
    """(name, code, text) of each kind of failure, in the order of error.h."""
    for each in description.errors:
        if each.code not in ERRORS:
            sys.exit(f"{each.code} has no name for the languages: give it one in ERRORS of bindings/generator/names.py")
    return [(ERRORS[each.code], each.code, each.text) for each in description.errors]
