# SPDX-License-Identifier: LGPL-2.1-or-later
"""The types that the ABI allows: what a declaration may hold, and nothing else."""

import re

# C type -> type of the description
VALUES = {
    "int": "int",
    "int32_t": "int32",
    "uint32_t": "uint32",
    "uint64_t": "uint64",
    "size_t": "size",
}
ARRAYS = {  # of the caller, with their room in the next parameter
    "char *": "text_buffer",
    "uint8_t *": "uint8_array",
    "int32_t *": "int32_array",
    "uint32_t *": "uint32_array",
    "uint64_t *": "uint64_array",
}
RESULTS = {f"{name} *": type for name, type in VALUES.items()}  # of a ret_ parameter
HANDLE = re.compile(r"(const )?struct (lvsdr\w*) (\*|\*\*)")


def handle_of(c_type, stars):
    """The struct that a pointer with so many stars is of, or None."""
    match = HANDLE.fullmatch(c_type)
    return match[2] if match and len(match[3]) == stars else None


def is_constant(c_type):
    return c_type.startswith("const ")


def parameter_type(name, c_type):
    """(type, handle, direction), or None for a type that the ABI does not have."""
    out = name.startswith("ret_")
    if handle_of(c_type, 2):
        return ("handle", handle_of(c_type, 2), "out") if out else None
    if c_type == "const char **":
        return ("text", None, "out") if out else None
    if c_type in ARRAYS and (not out or c_type == "uint8_t *"):
        return ARRAYS[c_type], None, "out"
    if out:
        return (RESULTS[c_type], None, "out") if c_type in RESULTS else None
    if handle_of(c_type, 1):
        return "handle", handle_of(c_type, 1), "in" if is_constant(c_type) else "inout"
    if c_type == "const char *":
        return "text", None, "in"
    return (VALUES[c_type], None, "in") if c_type in VALUES else None


def result_type(c_type):
    """(type, handle), or None."""
    if c_type == "void":
        return "none", None
    if c_type == "const char *":
        return "text", None
    if handle_of(c_type, 1):
        return ("handle", handle_of(c_type, 1)) if is_constant(c_type) else None
    return (VALUES[c_type], None) if c_type in VALUES else None
