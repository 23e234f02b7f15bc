# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab: real servers in network namespaces that the tests make themselves."""
