# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader would stumble over: controls without a name, or with one of the toolkit's."""

from uidrive import GLib, children

ROLES = {'push button', 'toggle button', 'text', 'password text', 'combo box', 'check box',
         'radio button', 'list item', 'image', 'icon', 'progress bar', 'spin button', 'list',
         'menu button'}
# libadwaita's and GTK's own, inside entry rows and password rows.
INNER = {'GtkImage', 'GtkText'}


def faults(node, path=()):
    """(path, role, name) of every node that has no proper name."""
    found = []
    try:
        role, name = node.get_role_name(), node.get_name() or ''
        # A name that is the class's is a missing one; a leading underscore is a mnemonic read aloud.
        bad = not name.strip() or name.startswith(('Gtk', 'Adw', 'Tl', '_'))
        if role in ROLES and bad and name not in INNER and not inside_own(role, path):
            found.append((' > '.join(path), role, name))
        for child in children(node):
            found += faults(child, path + (f'{role} "{name}"',))
    except GLib.Error:
        pass
    return found


def inside_own(role, path):
    """Parts of a library's own composite control, which has a name itself."""
    # The lists that an AdwExpanderRow is made of.
    if role == 'list' and any(s.startswith('list item "') and s != 'list item ""' for s in path[-3:]):
        return True
    return any(step.startswith(('text "', 'spin button "', 'combo box "', 'menu button "'))
               and not step.endswith('""') for step in path[-6:])
