/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into a program (LD_PRELOAD), this writes down how long its main loop is held.
 *
 * An iteration lasts from the return of one poll to the next poll of the default context. What the
 * scheduler kept the thread waiting meanwhile (/proc/thread-self/schedstat) is counted apart: it says
 * something about the machine's other work. Within an iteration a timer looks at the thread each half
 * millisecond: which source is being dispatched, and whether code of the program itself is on the stack
 * above the dispatcher. A signal that waits for the thread comes once, however late, so that ticks count
 * the time in which the thread ran or blocked.
 *
 * The first line of the file TL_LOOP_LOG is a blank and the word "watching". Each iteration of a millisecond and more becomes a line: when it began (s,
 * CLOCK_MONOTONIC), its whole length, its length without the scheduler's part, the longest callback in
 * it, the longest with code of the program (all ms), and the name of that source. With TL_LOOP_STACKS
 * an iteration with a callback of that many ms and more is followed by its stack, as module and
 * offset. */
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <glib.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TICK_NS 500000
#define TICK_MS (TICK_NS / 1e6)
#define STACK_MAX 96

typedef struct {
  const GSource *source;
  guint ticks;
  guint own_ticks; /* with code of the program on the stack */
} Held;

typedef struct {
  guintptr start;
  guintptr end;
} Range;

static Range program, dispatcher;
static pid_t main_thread;
static timer_t timer;
static int log_file = -1;
static int schedule = -1;
static double stacks_from_ms;
static double begun_ms, begun_waited_ms;
static volatile gboolean busy;
static Held now, longest;
static guint longest_any;
static char longest_name[64];
static void *longest_stack[STACK_MAX];
static int longest_depth;

static double
clock_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

/* For how long this thread has stood ready without a processor, ms. */
static double
waited_ms (void)
{
  char text[80];
  unsigned long long run = 0, waited = 0;
  ssize_t n = pread (schedule, text, sizeof text - 1, 0);

  if (n <= 0)
    return 0;
  text[n] = '\0';
  sscanf (text, "%llu %llu", &run, &waited);
  return (double) waited / 1e6;
}

static gboolean
lies_in (const Range *range, const void *address)
{
  return (guintptr) address >= range->start && (guintptr) address < range->end;
}

/* Whether the program's own code works for the dispatcher: it stands nearer to the leaf. */
static gboolean
is_own (void *const *stack, int depth)
{
  gboolean own = FALSE;

  for (int i = 0; i < depth; i++) {
    if (lies_in (&dispatcher, stack[i]))
      return own;
    own = own || lies_in (&program, stack[i]);
  }
  return FALSE;
}

static void
on_tick (int signal_number, siginfo_t *info, void *context)
{
  void *stack[STACK_MAX];
  const GSource *source;
  const char *name;
  int depth;

  if (!busy)
    return;
  source = g_main_current_source ();
  depth = backtrace (stack, STACK_MAX);
  if (source != now.source)
    now = (Held){.source = source};
  if (source == NULL)
    return;
  now.ticks++;
  now.own_ticks += is_own (stack, depth) ? 1 : 0;
  longest_any = MAX (longest_any, now.ticks);
  if (now.own_ticks < longest.own_ticks ||
      (now.own_ticks == longest.own_ticks && now.ticks <= longest.ticks))
    return;
  longest = now;
  name = g_source_get_name ((GSource *) source);
  g_strlcpy (longest_name, name != NULL ? name : "-", sizeof longest_name);
  /* The stack in the middle of it: at its end the work may be over already. */
  if ((now.ticks & (now.ticks - 1)) == 0) {
    memcpy (longest_stack, stack, sizeof stack);
    longest_depth = depth;
  }
}

static void
arm (long ns)
{
  struct itimerspec when = {.it_interval.tv_nsec = ns, .it_value.tv_nsec = ns};

  timer_settime (timer, 0, &when, NULL);
}

static void
write_stack (void)
{
  for (int i = 0; i < longest_depth; i++) {
    Dl_info where;
    char line[512];
    int n;

    if (dladdr (longest_stack[i], &where) == 0)
      continue;
    n = snprintf (line, sizeof line, "  %s+0x%lx %s\n", where.dli_fname,
                  (unsigned long) ((char *) longest_stack[i] - (char *) where.dli_fbase),
                  where.dli_sname != NULL ? where.dli_sname : "");
    if (write (log_file, line, (size_t) n) < 0)
      return;
  }
}

static void
end_iteration (void)
{
  double wall = clock_ms () - begun_ms;
  char line[256];
  int n;

  busy = FALSE;
  arm (0);
  if (wall < 1)
    return;
  for (char *at = longest_name; *at != '\0'; at++)
    if (*at == ' ')
      *at = '_';
  n = snprintf (line, sizeof line, "%.6f %.3f %.3f %.1f %.1f %s\n", begun_ms / 1e3, wall,
                MAX (wall - (waited_ms () - begun_waited_ms), 0), longest_any * TICK_MS,
                longest.own_ticks * TICK_MS, longest.ticks > 0 ? longest_name : "-");
  if (write (log_file, line, (size_t) n) < 0)
    return;
  if (stacks_from_ms > 0 && longest.own_ticks * TICK_MS >= stacks_from_ms)
    write_stack ();
}

static gint
watch_poll (GPollFD *fds, guint n_fds, gint timeout)
{
  gint n;

  if ((pid_t) syscall (SYS_gettid) != main_thread)
    return g_poll (fds, n_fds, timeout);
  if (busy)
    end_iteration ();
  n = g_poll (fds, n_fds, timeout);
  now = longest = (Held){0};
  longest_any = 0;
  longest_depth = 0;
  begun_waited_ms = waited_ms ();
  begun_ms = clock_ms ();
  busy = TRUE;
  arm (TICK_NS);
  return n;
}

/* The first entry is the program itself. */
static int
find_program (struct dl_phdr_info *info, size_t size, void *data)
{
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW (Phdr) *part = &info->dlpi_phdr[i];

    if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0)
      continue;
    program.start = info->dlpi_addr + part->p_vaddr;
    program.end = program.start + part->p_memsz;
  }
  return 1;
}

__attribute__ ((constructor)) static void
watch (void)
{
  const char *path = g_getenv ("TL_LOOP_LOG");
  const char *stacks = g_getenv ("TL_LOOP_STACKS");
  struct sigaction action = {.sa_sigaction = on_tick, .sa_flags = SA_RESTART | SA_SIGINFO};
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN + 7};
  void *none[2];
  Dl_info where;
  const ElfW (Sym) *symbol = NULL;

  /* What this program starts in its turn is not meant. */
  g_unsetenv ("LD_PRELOAD");
  if (path == NULL ||
      dladdr1 ((void *) g_main_context_dispatch, &where, (void **) &symbol, RTLD_DL_SYMENT) == 0)
    return;
  log_file = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  schedule = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  dispatcher.start = (guintptr) where.dli_saddr;
  dispatcher.end = dispatcher.start + symbol->st_size;
  dl_iterate_phdr (find_program, NULL);
  stacks_from_ms = stacks != NULL ? g_ascii_strtod (stacks, NULL) : 0;
  main_thread = getpid ();
  /* Both make themselves ready at the first call, which no signal handler could do. */
  backtrace (none, 2);
  g_main_current_source ();
  event._sigev_un._tid = main_thread;
  sigaction (event.sigev_signo, &action, NULL);
  timer_create (CLOCK_MONOTONIC, &event, &timer);
  g_main_context_set_poll_func (NULL, watch_poll);
  if (write (log_file, " watching\n", 10) < 0)
    return;
}
