/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a program and prints its wall time and CPU time in ms and its peak memory in KiB. A program of
 * its own, and a small one: a child's peak counts that of whoever started it. Its output is thrown
 * away; where it fails, its words and its status are ours.
 *
 * usage: measure PROGRAM [ARGUMENT...] */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static double
ms (struct timeval t)
{
  return (double) t.tv_sec * 1e3 + (double) t.tv_usec / 1e3;
}

int
main (int argc, char **argv)
{
  struct rusage usage;
  double begin = now ();
  int status;
  pid_t pid = argc > 1 ? fork () : -1;

  if (pid == 0) {
    int nowhere = open ("/dev/null", O_WRONLY);

    dup2 (nowhere, STDOUT_FILENO);
    execvp (argv[1], argv + 1);
    _exit (127);
  }
  if (pid < 0 || wait4 (pid, &status, 0, &usage) != pid)
    return 126;
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
    return WIFEXITED (status) ? WEXITSTATUS (status) : 125;
  printf ("%.2f %.2f %ld\n", now () - begin, ms (usage.ru_utime) + ms (usage.ru_stime),
          usage.ru_maxrss);
  return 0;
}
