/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts a program and prints how many ms it takes until its window shows something: a window of some
 * size is mapped on the display, and a line down and one across it are not all of one colour. A second
 * later its memory follows (PSS, KiB); then it is ended.
 *
 * usage: first-frame PROGRAM [ARGUMENT...] */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 30000
#define LEAST 150 /* pixels: smaller ones are helpers */

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

/* A window may go while it is looked at. */
static int
ignore (Display *display, XErrorEvent *error)
{
  return 0;
}

static int
has_colours (Display *display, Window window, int x, int y, unsigned width, unsigned height)
{
  XImage *image = XGetImage (display, window, x, y, width, height, AllPlanes, ZPixmap);
  int found = 0;

  if (image == NULL)
    return 0;
  for (unsigned i = 1; !found && i < width * height; i++)
    found = XGetPixel (image, (int) (i % width), (int) (i / width)) != XGetPixel (image, 0, 0);
  XDestroyImage (image);
  return found;
}

static int
is_painted (Display *display, Window window)
{
  XWindowAttributes is;

  if (XGetWindowAttributes (display, window, &is) == 0 || is.map_state != IsViewable ||
      is.class != InputOutput || is.width < LEAST || is.height < LEAST)
    return 0;
  return has_colours (display, window, is.width / 2, 0, 1, (unsigned) is.height) &&
         has_colours (display, window, 0, is.height / 2, (unsigned) is.width, 1);
}

static int
find_painted (Display *display)
{
  Window root, parent, *children;
  unsigned n = 0;
  int found = 0;

  if (XQueryTree (display, DefaultRootWindow (display), &root, &parent, &children, &n) == 0)
    return 0;
  for (unsigned i = 0; !found && i < n; i++)
    found = is_painted (display, children[i]);
  if (children != NULL)
    XFree (children);
  return found;
}

static long
read_pss (pid_t pid)
{
  char path[64], line[256];
  long kib = -1;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/smaps_rollup", (int) pid);
  file = fopen (path, "r");
  while (file != NULL && kib < 0 && fgets (line, sizeof line, file) != NULL)
    sscanf (line, "Pss: %ld", &kib);
  if (file != NULL)
    fclose (file);
  return kib;
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  double begin = now (), took;
  pid_t pid;

  if (argc < 2 || display == NULL)
    return 2;
  XSetErrorHandler (ignore);
  pid = fork ();
  if (pid == 0) {
    execvp (argv[1], argv + 1);
    _exit (127);
  }
  do {
    usleep (3000);
    took = now () - begin;
  } while (!find_painted (display) && took < PATIENCE_MS);
  sleep (1);
  printf ("%.1f %ld\n", took, read_pss (pid));
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  return took < PATIENCE_MS ? 0 : 1;
}
