# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays many things at a time, and what failed among the others once more by itself (decision 0019)."""

import concurrent.futures

# As many failures are no accident of a busy machine any more.
MOST = 30


def play_each(jobs, items, play, failed, again=True):
    """Yields (item, result, earlier) for each of items, jobs of them at a time: result is what
    play(item) gave. What failed(result) waits until all others are done, is played again without
    company, and comes last; earlier is then its first result, else None. again: whether it is."""
    late = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for item, result in zip(items, pool.map(play, items)):
            if again and failed(result):
                late.append((item, result))
            else:
                yield item, result, None
    for item, earlier in late:
        if len(late) > MOST:
            yield item, earlier, None
        else:
            yield item, play(item), earlier
