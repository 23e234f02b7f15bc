/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of a survey with a login: what no program that says "filtered" with any right can undercut.
 * SYNs to all ports at once, to the silent ones again after 250 and 500 ms; a port counts as filtered
 * 0.5 s + max (0.5 s, 4 r) after its first SYN, r being the quickest answer of the others. The account
 * check (the program given) runs beside it.
 *
 * usage: floor-survey HOST "PORT PORT …" COMMAND…; status 0 when both have come to their end */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PORTS_MAX 8
#define TRIES 3

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static struct sockaddr_in server;

/* Once: every port has the same address. */
static void
resolve (const char *host)
{
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_INET};
  struct addrinfo *found;

  if (getaddrinfo (host, NULL, &hints, &found) != 0)
    exit (1);
  memcpy (&server, found->ai_addr, sizeof server);
  freeaddrinfo (found);
}

static int
dial (const char *port)
{
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

  server.sin_port = htons ((unsigned short) atoi (port));
  if (connect (fd, (const struct sockaddr *) &server, sizeof server) != 0 && errno != EINPROGRESS)
    exit (1);
  return fd;
}

int
main (int argc, char **argv)
{
  struct pollfd fds[PORTS_MAX * TRIES];
  char *ports[PORTS_MAX] = {NULL};
  int answered[PORTS_MAX] = {0};
  int n = 0, tries = 0, status;
  double begin, quickest = -1;
  pid_t child;

  if (argc < 4)
    return 2;
  for (char *port = strtok (argv[2], " "); port != NULL && n < PORTS_MAX; port = strtok (NULL, " "))
    ports[n++] = port;
  child = fork ();
  if (child == 0) {
    execv (argv[3], argv + 3);
    _exit (127);
  }
  resolve (argv[1]);
  begin = now ();
  for (;;) {
    double passed = now () - begin;
    int open = 0;

    while (tries < TRIES && passed >= 0.25 * tries) {
      for (int i = 0; i < n; i++) {
        fds[tries * n + i].fd = answered[i] ? -1 : dial (ports[i]);
        fds[tries * n + i].events = POLLOUT;
      }
      tries++;
    }
    poll (fds, (nfds_t) (tries * n), 5);
    for (int i = 0; i < tries * n; i++) {
      if (fds[i].fd < 0 || fds[i].revents == 0)
        continue;
      answered[i % n] = 1;
      if (quickest < 0)
        quickest = now () - begin;
      for (int k = i % n; k < tries * n; k += n)
        fds[k].fd = -1;
    }
    for (int i = 0; i < n; i++)
      open += !answered[i];
    if (open == 0 || (quickest >= 0 && tries == TRIES &&
                      now () - begin >= 0.5 + (4 * quickest > 0.5 ? 4 * quickest : 0.5)))
      break;
  }
  waitpid (child, &status, 0);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 1;
}
