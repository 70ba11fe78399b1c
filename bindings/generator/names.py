# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the library's codes are called where a language has a name for each kind of failure."""

ERRORS = {
    "-EINVAL": "Invalid",
    "-ENOMEM": "OutOfMemory",
    "-EEXIST": "Exists",
    "-EBUSY": "InUse",
    "-ESRCH": "NotFound",
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


def errors(description):
    """(name, [code], text) of each kind of failure, in the order of error.h."""
    found = {}
    for each in description.errors:
        name = ERRORS[each.code]
        codes, text = found.get(name, ([], each.text))
        found[name] = [*codes, each.code], text if not codes else f"{text}; or {each.text}"
    return [(name, codes, text) for name, (codes, text) in found.items()]
