/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An FTP check against two scripted servers: the control connection and the data connections. */
#pragma once

#include "probe-fixture.h"

G_BEGIN_DECLS

#define FTP_USER "lena"
#define FTP_PASSWORD "s3cret-w0rd"

/* Pieces of scripts. */
#define FTP_GREETING SAY ("220 FTP server ready\r\n")
#define FTP_TLS EXPECT ("AUTH TLS"), SAY ("234 go on\r\n"), START_TLS
#define FTP_FEAT EXPECT ("FEAT"), SAY ("211-Features:\r\n EPSV\r\n PASV\r\n211 End\r\n")
#define FTP_LOGIN                                                                                  \
  EXPECT ("USER " FTP_USER), SAY ("331 password\r\n"), EXPECT ("PASS " FTP_PASSWORD),              \
      SAY ("230 in\r\n")
#define FTP_PROTECT EXPECT ("PBSZ 0"), SAY ("200 ok\r\n"), EXPECT ("PROT P"), SAY ("200 ok\r\n")
#define FTP_PWD EXPECT ("PWD"), SAY ("257 \"/home/lena\" is here\r\n")
#define FTP_EPSV EXPECT ("EPSV"), SAY ("@EPSV@")
/* What goes out with the password, where that is refused. */
#define FTP_AHEAD                                                                                  \
  EXPECT ("FEAT"), EXPECT ("PBSZ 0"), EXPECT ("PROT P"), EXPECT ("PWD"), EXPECT ("EPSV")
#define FTP_QUIT EXPECT ("QUIT"), SAY ("221 bye\r\n")
/* Up to the data connection, encrypted. */
#define FTP_ENTER FTP_GREETING, FTP_TLS, FTP_LOGIN, FTP_FEAT, FTP_PROTECT, FTP_PWD
/* The same in clear. */
#define FTP_ENTER_CLEAR FTP_GREETING, FTP_FEAT, FTP_LOGIN, FTP_PWD

typedef struct {
  ProbeFixture *probe;
  LineServer *data;
  gboolean has_data; /* a script was given to it */
  GPtrArray *kept;   /* texts and scripts, as long as the servers live */
} FtpFixture;

/* With TL_SECURITY_NONE the person has allowed a login in clear. */
FtpFixture *ftp_fixture_new (TlSecurity security);
void ftp_fixture_free (FtpFixture *fixture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FtpFixture, ftp_fixture_free)
/* In its texts, "@EPSV@" and "@PASV@" become the replies that name the data server's port, and
 * "@PORT@" the two numbers of that port. */
void ftp_play (FtpFixture *fixture, const LineAction *script);
void ftp_play_data (FtpFixture *fixture, const LineAction *script);
gboolean ftp_run (FtpFixture *fixture);
/* Plays the one script and runs. */
void ftp_check_script (FtpFixture *fixture, const LineAction *script);
/* Whether the control server was sent a line that begins so. */
gboolean ftp_was_sent (FtpFixture *fixture, const char *prefix);

G_END_DECLS
