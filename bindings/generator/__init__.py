# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is generated from the public headers: the description, and from it tables and pages."""
