/* Members of one or many groups, many connections in one epoll loop: they listen, post, and count what arrives.

   generator huiyin|xmpp HOST PORT PLAN TEXT FIRST
     PLAN  a line a member: ROLE TARGET NAME SECRET
           ROLE    both (listens and posts) · hear · send (posts, does not listen; huiyin only) · mark (sends read marks; huiyin only)
           TARGET  a group's id, or a room's address    NAME  a user (xmpp), "-" otherwise    SECRET  a session key, or a password
     TEXT  the words of every message (plain, in UTF-8)    FIRST  the number of the first post: greater than any this server has seen
   Commands on stdin, one at a time; each is answered by "begin" and "end" around the measured time, then by one line of JSON:
     closed K WARM SECONDS   K posts are under way at any time; the next one goes when one is acknowledged and heard by all
     paced RATE WARM SECONDS RATE posts a second, whatever comes back; those with ROLE mark move their cursor once a second
     quit
   A post's number travels in it (huiyin: its key, xmpp: the first word of its body), so what arrives needs no parsing but a search
   for one word. Latency runs from the moment of sending (paced: when it was due) to the moment the last member has it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum kind { LISTENER, POSTER, MARKER };
enum { DIGITS = 10, CARRY = 128, ANSWER = 256 * 1024, ROOM = 1 << 20, AT_ONCE = 256 };

struct target { char *name; int hearers; long n; };
struct message { int64_t sent; int target, sender, heard, acked; };
struct conn {
    int fd, step, target, sender, greeted;
    enum kind kind;
    char *name, *secret, *out, *in;
    int out_len, in_len, carried;
    int64_t message; /* under way on this poster, or -1 */
    int64_t due;     /* when this marker moves its cursor next */
    char carry[CARRY];
};

static int xmpp, epoll, port, conns_n, targets_n, senders_n, greeted_n, greeting_n;
static const char *host, *needle;
static char *text, *room_of_bytes;
static int needle_len;
static struct conn **conns, **senders;
static struct target *targets;
static struct message *messages;
static int64_t messages_n, messages_room, first;

static struct { /* the phase under way */
    int on, paced, k, next_sender;
    double rate;
    int64_t began, begin, end, due, sent, underway;
    int said_begin, said_end;
    int64_t deliveries, acks, refused, *latencies, latencies_n, latencies_room, *answers, answers_n, answers_room;
    struct rusage before, after;
} phase;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what, const char *more) {
    fprintf(stderr, "generator: %s %s\n", what, more ? more : "");
    exit(1);
}

static void keep(int64_t **list, int64_t *n, int64_t *room, int64_t value) {
    if (*n == *room && !(*list = realloc(*list, (*room = *room ? *room * 2 : 4096) * sizeof **list))) fail("memory", 0);
    (*list)[(*n)++] = value;
}

/* --- bytes out */

static void watch(struct conn *c, uint32_t events) {
    struct epoll_event e = {.events = events, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
}

static void push(struct conn *c, const char *bytes, int len) {
    if (!c->out_len) {
        ssize_t done = send(c->fd, bytes, len, MSG_NOSIGNAL);
        if (done < 0 && errno != EAGAIN) fail("send:", strerror(errno));
        if (done == len) return;
        if (done > 0) bytes += done, len -= done;
    }
    c->out = realloc(c->out, c->out_len + len);
    memcpy(c->out + c->out_len, bytes, len);
    c->out_len += len;
    watch(c, EPOLLIN | EPOLLOUT);
}

static void flush(struct conn *c) {
    ssize_t done = send(c->fd, c->out, c->out_len, MSG_NOSIGNAL);
    if (done < 0) return;
    memmove(c->out, c->out + done, c->out_len - done);
    if (!(c->out_len -= done)) watch(c, EPOLLIN);
}

static void say(struct conn *c, const char *format, ...) {
    char line[8192];
    va_list more;
    __builtin_va_start(more, format);
    int len = vsnprintf(line, sizeof line, format, more);
    __builtin_va_end(more);
    if (len >= (int)sizeof line) fail("too long", 0);
    push(c, line, len);
}

/* --- posting */

static void ask(struct conn *c, const char *what, const char *body) {
    say(c, "POST /groups/%s/%s HTTP/1.1\r\nHost: %s:%d\r\nOrigin: http://%s:%d\r\nCookie: huiyin=%s\r\nContent-Type: application/json\r\n"
           "Accept: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        targets[c->target].name, what, host, port, host, port, c->secret, strlen(body), body);
}

static void post(struct conn *c, int64_t when) {
    if (messages_n == messages_room && !(messages = realloc(messages, (messages_room = messages_room ? messages_room * 2 : 65536) * sizeof *messages)))
        fail("memory", 0);
    int64_t id = messages_n++;
    messages[id] = (struct message){.sent = when, .target = c->target, .sender = c->sender};
    c->message = id;
    phase.underway++;
    phase.sent++;
    if (xmpp) {
        say(c, "<message to='%s' type='groupchat' id='hb-%010ld'><body>hb-%010ld %s</body></message>", targets[c->target].name, (long)(id + first), (long)(id + first), text);
    } else {
        char body[4096];
        snprintf(body, sizeof body, "{\"text\":\"hb-%010ld %s\",\"key\":\"hb-%010ld\"}", (long)(id + first), text, (long)(id + first));
        ask(c, "messages", body);
    }
}

static void look_whether_done(int64_t id, int64_t at) {
    struct message *m = &messages[id];
    if (!m->acked || m->heard < targets[m->target].hearers) return;
    phase.underway--;
    if (m->sent >= phase.begin && m->sent < phase.end) keep(&phase.latencies, &phase.latencies_n, &phase.latencies_room, at - m->sent);
    /* The next author of this place in the window: places never meet, because the window divides the number of authors. */
    if (phase.on && !phase.paced && at < phase.end) post(senders[(m->sender + phase.k) % senders_n], at);
}

static void acked(struct conn *c, int64_t at) {
    int64_t id = c->message;
    c->message = -1;
    messages[id].acked = 1;
    if (at >= phase.begin && at < phase.end) phase.acks++;
    if (messages[id].sent >= phase.begin && messages[id].sent < phase.end) keep(&phase.answers, &phase.answers_n, &phase.answers_room, at - messages[id].sent);
    look_whether_done(id, at);
}

/* --- bytes in */

static void greeted(struct conn *c) {
    if (!c->greeted) c->greeted = 1, greeted_n++, greeting_n--;
}

static void heard(struct conn *c, const char *bytes, int len, int64_t at) {
    const char *end = bytes + len, *found = bytes;
    while ((found = memmem(found, end - found, needle, needle_len)) && found + needle_len + DIGITS <= end) {
        int64_t id = 0;
        for (int i = 0; i < DIGITS; i++) id = id * 10 + found[needle_len + i] - '0';
        found += needle_len + DIGITS;
        id -= first;
        if (id < 0 || id >= messages_n) continue; /* of a run before this one */
        if (at >= phase.begin && at < phase.end) phase.deliveries++;
        messages[id].heard++;
        if (xmpp && c->message == id) acked(c, at); /* the room's echo comes after the archive has it */
        else look_whether_done(id, at);
    }
    int left = found ? (int)(end - found) : len < needle_len - 1 ? len : needle_len - 1; /* what may be the beginning of one more */
    memmove(c->carry, end - left, left);
    c->carried = left;
}

static void base64(const char *user, const char *secret, char *to) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char raw[256] = {0};
    int len = 1 + strlen(user) + 1 + strlen(secret);
    strcpy((char *)raw + 1, user);
    strcpy((char *)raw + 2 + strlen(user), secret);
    for (int i = 0; i < len; i += 3) {
        unsigned v = raw[i] << 16 | raw[i + 1] << 8 | raw[i + 2];
        for (int j = 0; j < 4; j++) *to++ = i + j > len ? '=' : digits[v >> (18 - 6 * j) & 63];
    }
    *to = 0;
}

static void open_stream(struct conn *c) {
    say(c, "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");
}

/* Signing in and joining, one answer at a time; a listener's first bytes are kept whole until it has joined. */
static void greet(struct conn *c) {
    char secret[512];
    c->in[c->in_len] = 0;
    if (!xmpp) {
        if (c->in_len > 12 && strncmp(c->in + 9, "200", 3)) fail("the live stream was refused:", c->in);
        if (strstr(c->in, "event: at")) greeted(c);
        return;
    }
    if (strstr(c->in, "<failure") || strstr(c->in, "type='error'") || strstr(c->in, "type=\"error\"") || strstr(c->in, "<stream:error")) fail("refused:", c->in);
    switch (c->step) {
    case 0: case 2:
        if (!strstr(c->in, "</stream:features>")) return;
        base64(c->name, c->secret, secret);
        if (c->step == 0) say(c, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%s</auth>", secret);
        else say(c, "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind></iq>");
        break;
    case 1:
        if (!strstr(c->in, "<success")) return;
        open_stream(c);
        break;
    case 3:
        if (!strstr(c->in, "<jid>")) return;
        say(c, "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>", targets[c->target].name, c->name);
        break;
    case 4:
        if (!strstr(c->in, "<subject")) return;
        greeted(c);
        return;
    }
    c->step++;
    c->in_len = 0;
}

static void answered(struct conn *c, int64_t at) {
    c->in[c->in_len] = 0;
    char *head = strstr(c->in, "\r\n\r\n");
    if (!head) return;
    char *length = strcasestr(c->in, "content-length:");
    int whole = (int)(head + 4 - c->in) + (length && length < head ? atoi(length + 15) : 0);
    if (c->in_len < whole) return;
    int status = atoi(c->in + 9);
    if (c->kind == POSTER) {
        if (status != 201) {
            if (!phase.refused++) fprintf(stderr, "generator: a post was refused: %.300s\n", head + 4);
            fail("status", c->in + 9);
        }
        char *n = strstr(head, "\"n\":");
        if (n && atol(n + 4) > targets[c->target].n) targets[c->target].n = atol(n + 4);
    } else if (status != 204) fail("a read mark was refused:", c->in);
    c->in_len = 0;
    if (c->kind == POSTER) acked(c, at);
}

static void receive(struct conn *c) {
    if ((c->kind == LISTENER && !c->greeted) || c->kind != LISTENER) {
        ssize_t got = recv(c->fd, c->in + c->in_len, ANSWER - 1 - c->in_len, 0);
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) fail("the server hung up", got ? strerror(errno) : c->in_len ? c->in : "");
        c->in_len += got;
        if (c->kind != LISTENER) { answered(c, now()); return; }
        greet(c);
        if (c->in_len > ANSWER - 65536) { /* presences of a thousand others: only the end matters */
            memmove(c->in, c->in + c->in_len - 4096, 4096);
            c->in_len = 4096;
        }
        return;
    }
    memcpy(room_of_bytes, c->carry, c->carried);
    ssize_t got = recv(c->fd, room_of_bytes + c->carried, ROOM - CARRY, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) fail("a listener was hung up on", got ? strerror(errno) : "");
    heard(c, room_of_bytes, c->carried + got, now());
}

/* --- the plan */

static int target_of(const char *name) {
    for (int i = targets_n - 1; i >= 0; i--) if (!strcmp(targets[i].name, name)) return i;
    targets = realloc(targets, (targets_n + 1) * sizeof *targets);
    targets[targets_n] = (struct target){.name = strdup(name)};
    return targets_n++;
}

static struct conn *dial(enum kind kind, int target, const char *name, const char *secret) {
    struct conn *c = calloc(1, sizeof *c);
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &there.sin_addr);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->fd, (struct sockaddr *)&there, sizeof there)) fail("connect:", strerror(errno));
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
    c->kind = kind; c->target = target; c->name = strdup(name); c->secret = strdup(secret); c->message = -1; c->sender = -1;
    c->in = malloc(ANSWER);
    conns = realloc(conns, (conns_n + 1) * sizeof *conns);
    conns[conns_n++] = c;
    return c;
}

static void turn(int64_t wait);

static void open_all(const char *plan) {
    char role[16], target[256], name[128], secret[256];
    FILE *file = fopen(plan, "r");
    if (!file) fail("no plan", plan);
    while (fscanf(file, "%15s %255s %127s %255s", role, target, name, secret) == 4) {
        int t = target_of(target), hears = !strcmp(role, "both") || !strcmp(role, "hear"), posts = !strcmp(role, "both") || !strcmp(role, "send");
        struct conn *c = 0;
        if (hears) {
            targets[t].hearers++;
            c = dial(LISTENER, t, name, secret);
            greeting_n++;
            if (xmpp) open_stream(c);
            else say(c, "GET /live HTTP/1.1\r\nHost: %s:%d\r\nCookie: huiyin=%s\r\nAccept: text/event-stream\r\n\r\n", host, port, secret);
        }
        if (posts && (!xmpp || !hears)) c = dial(POSTER, t, name, secret);
        if (posts) {
            senders = realloc(senders, (senders_n + 1) * sizeof *senders);
            c->sender = senders_n;
            senders[senders_n++] = c;
        }
        if (!strcmp(role, "mark")) dial(MARKER, t, name, secret);
        while (greeting_n >= 16) turn(1000000000);
    }
    fclose(file);
    while (greeting_n) turn(1000000000);
}

/* --- the loop */

static void turn(int64_t wait) {
    struct epoll_event events[AT_ONCE];
    struct timespec patience = {wait / 1000000000, wait % 1000000000};
    int n = epoll_pwait2(epoll, events, AT_ONCE, &patience, 0);
    for (int i = 0; i < n; i++) {
        struct conn *c = events[i].data.ptr;
        if (events[i].events & EPOLLOUT && c->out_len) flush(c);
        if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c);
    }
}

static void post_what_is_due(int64_t at) {
    while (phase.due <= at && phase.due < phase.end) {
        int tried = 0;
        while (tried < senders_n && senders[phase.next_sender]->message >= 0) phase.next_sender = (phase.next_sender + 1) % senders_n, tried++;
        if (tried == senders_n) return; /* everybody waits for an answer: the latency runs from when it was due */
        post(senders[phase.next_sender], phase.due);
        phase.next_sender = (phase.next_sender + 1) % senders_n;
        phase.due += (int64_t)(1e9 / phase.rate);
    }
    for (int i = 0; i < conns_n; i++) {
        struct conn *c = conns[i];
        if (c->kind != MARKER || c->due > at || !targets[c->target].n || at >= phase.end) continue;
        char body[64];
        snprintf(body, sizeof body, "{\"n\":%ld}", targets[c->target].n);
        ask(c, "read", body);
        c->due = at + 1000000000;
    }
}

static int ascending(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double at_share(int64_t *list, int64_t n, double share) { return n ? list[(int64_t)((n - 1) * share)] / 1e6 : -1; }

static double cpu(struct rusage *u) { return u->ru_utime.tv_sec + u->ru_stime.tv_sec + (u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e6; }

static void run(double warm, double seconds) {
    int64_t at = now();
    phase.on = 1;
    phase.began = phase.due = at;
    phase.begin = at + (int64_t)(warm * 1e9);
    phase.end = phase.begin + (int64_t)(seconds * 1e9);
    phase.deliveries = phase.acks = phase.refused = phase.latencies_n = phase.answers_n = phase.sent = phase.underway = 0;
    phase.said_begin = phase.said_end = 0;
    int markers = 0;
    for (int i = 0; i < conns_n; i++) if (conns[i]->kind == MARKER) conns[i]->due = at + (int64_t)(markers++ % 100) * 10000000;
    if (!phase.paced) for (int i = 0; i < phase.k; i++) post(senders[i], at);
    for (;;) {
        at = now();
        if (!phase.said_begin && at >= phase.begin) {
            phase.said_begin = 1;
            getrusage(RUSAGE_SELF, &phase.before);
            puts("begin"); fflush(stdout);
        }
        if (!phase.said_end && at >= phase.end) {
            phase.said_end = 1;
            getrusage(RUSAGE_SELF, &phase.after);
            puts("end"); fflush(stdout);
        }
        if (phase.said_end && (!phase.underway || at > phase.end + 60000000000LL)) break;
        if (phase.paced) post_what_is_due(at);
        int64_t next = !phase.said_begin ? phase.begin : !phase.said_end ? phase.end : at + 100000000;
        if (phase.paced && phase.due < next && !phase.said_end) next = phase.due;
        turn(next > at ? (next - at < 20000000 ? next - at : 20000000) : 0);
    }
    phase.on = 0;
    qsort(phase.latencies, phase.latencies_n, sizeof(int64_t), ascending);
    qsort(phase.answers, phase.answers_n, sizeof(int64_t), ascending);
    printf("{\"seconds\":%.3f,\"deliveries\":%ld,\"posts\":%ld,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"answer_p50_ms\":%.3f,\"answer_p99_ms\":%.3f,"
           "\"unfinished\":%ld,\"generator_cpu\":%.3f}\n",
           seconds, (long)phase.deliveries, (long)phase.acks, at_share(phase.latencies, phase.latencies_n, .5), at_share(phase.latencies, phase.latencies_n, .99),
           at_share(phase.answers, phase.answers_n, .5), at_share(phase.answers, phase.answers_n, .99), (long)phase.underway,
           (cpu(&phase.after) - cpu(&phase.before)) / seconds);
    fflush(stdout);
}

int main(int argc, char **argv) {
    if (argc != 7) fail("usage: generator huiyin|xmpp HOST PORT PLAN TEXT FIRST", 0);
    xmpp = !strcmp(argv[1], "xmpp");
    host = argv[2]; port = atoi(argv[3]); text = argv[5]; first = atol(argv[6]);
    needle = xmpp ? "<body>hb-" : "\"key\":\"hb-";
    needle_len = strlen(needle);
    room_of_bytes = malloc(ROOM);
    epoll = epoll_create1(0);
    struct rlimit files = {65536, 65536};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    open_all(argv[4]);
    printf("{\"listeners\":%d,\"senders\":%d}\n", greeted_n, senders_n);
    fflush(stdout);
    char line[256], word[16];
    double amount, warm, seconds;
    for (;;) { /* between the phases the connections are kept drained; commands come at leisure */
        fd_set in;
        FD_ZERO(&in);
        FD_SET(0, &in);
        struct timeval brief = {0, 0};
        turn(50000000);
        if (select(1, &in, 0, 0, &brief) <= 0) continue;
        if (!fgets(line, sizeof line, stdin) || sscanf(line, "%15s %lf %lf %lf", word, &amount, &warm, &seconds) < 4) return 0;
        phase.paced = !strcmp(word, "paced");
        if (phase.paced) phase.rate = amount;
        else if ((phase.k = (int)amount) > senders_n) phase.k = senders_n;
        run(warm, seconds);
    }
}
