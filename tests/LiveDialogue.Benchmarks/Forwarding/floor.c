// The least a forwarder can do, in C: what `scripts/bench sfu --vs floor` measures the server against.
// Takes one publisher's SRTP, decrypts it, and sends each packet to every viewer with a header of the viewer's own, encrypted by the
// viewer's own key: AES-128-GCM by EVP (RFC 7714), one keyed context per direction, recvmmsg, sendmmsg, UDP_SEGMENT per viewer and frame.
// No ICE, DTLS, RTCP, history, statistics or checks: it measures, it doesn't serve.
// Usage: floor PORT, and on the standard input "KEY SALT" of the publisher in hex, "PORT KEY SALT" of each viewer, and "go".
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <openssl/evp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { Batch = 64, Room = 1536, Slots = 126, MaxBurst = 256, MaxViewers = 2048, Streams = 2, Tag = 16, HoldMs = 1 };

struct cipher { EVP_CIPHER_CTX *context; unsigned char salt[12]; };
struct viewer { struct sockaddr_in address; struct cipher cipher; uint32_t number; };
struct packet { unsigned char bytes[Room]; int header, length, stream; uint64_t index; };

static struct viewer viewers[MaxViewers];
static int viewer_count, udp;
static struct cipher publisher;
static struct packet burst[MaxBurst];
static int burst_length;
static uint32_t stream_ssrc[Streams];
static uint64_t stream_index[Streams];
static int stream_count;

static unsigned char slab[Slots][Room];
static struct iovec slab_parts[Slots];
static struct mmsghdr out[Slots];
static char controls[Slots][CMSG_SPACE(sizeof(uint16_t))];
static int slab_used, out_count;

static void unhex(const char *text, unsigned char *bytes, int count) {
    for (int i = 0; i < count; i++) sscanf(text + 2 * i, "%2hhx", bytes + i);
}

// Session key and salt by AES in counter mode over the master salt and a label (RFC 3711 section 4.3).
static void derive(const unsigned char *key, const unsigned char *salt, int label, unsigned char *result, int length) {
    unsigned char counter[16] = {0}, zero[32] = {0};
    int written;
    memcpy(counter, salt, 12);
    counter[7] ^= (unsigned char)label;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), NULL, key, counter);
    EVP_EncryptUpdate(context, result, &written, zero, length);
    EVP_CIPHER_CTX_free(context);
}

static void make_cipher(struct cipher *cipher, const char *key_text, const char *salt_text, int encrypts) {
    unsigned char key[16], salt[12], session[16];
    unhex(key_text, key, 16);
    unhex(salt_text, salt, 12);
    derive(key, salt, 0, session, 16);
    derive(key, salt, 2, cipher->salt, 12);
    cipher->context = EVP_CIPHER_CTX_new();
    EVP_CipherInit_ex(cipher->context, EVP_aes_128_gcm(), NULL, session, NULL, encrypts);
}

static void nonce(const struct cipher *cipher, uint32_t ssrc, uint64_t index, unsigned char *result) {
    memcpy(result, cipher->salt, 12);
    for (int i = 0; i < 4; i++) result[2 + i] ^= (unsigned char)(ssrc >> (24 - 8 * i));
    for (int i = 0; i < 6; i++) result[6 + i] ^= (unsigned char)(index >> (40 - 8 * i));
}

static int crypt(struct cipher *cipher, uint32_t ssrc, uint64_t index, unsigned char *bytes, int header, int text, int encrypts) {
    unsigned char iv[12], rest[16];
    int written;
    nonce(cipher, ssrc, index, iv);
    EVP_CipherInit_ex(cipher->context, NULL, NULL, NULL, iv, -1);
    EVP_CipherUpdate(cipher->context, NULL, &written, bytes, header);
    EVP_CipherUpdate(cipher->context, bytes + header, &written, bytes + header, text);
    if (!encrypts) EVP_CIPHER_CTX_ctrl(cipher->context, EVP_CTRL_GCM_SET_TAG, Tag, bytes + header + text);
    if (EVP_CipherFinal_ex(cipher->context, rest, &written) != 1) return 0;
    if (encrypts) EVP_CIPHER_CTX_ctrl(cipher->context, EVP_CTRL_GCM_GET_TAG, Tag, bytes + header + text);
    return 1;
}

static void flush(void) {
    for (int sent = 0; sent < out_count;) {
        int now = sendmmsg(udp, out + sent, out_count - sent, MSG_DONTWAIT);
        sent += now > 0 ? now : 1;
    }
    slab_used = out_count = 0;
}

// Packets of one viewer from `first` of the slab on: equal sizes, the last may be shorter, leave as one message.
static void queue(struct viewer *viewer, int first) {
    while (first < slab_used) {
        int next = first + 1;
        while (next < slab_used && slab_parts[next - 1].iov_len == slab_parts[first].iov_len && slab_parts[next].iov_len <= slab_parts[first].iov_len) next++;
        struct msghdr *message = &out[out_count].msg_hdr;
        memset(message, 0, sizeof *message);
        message->msg_name = &viewer->address;
        message->msg_namelen = sizeof viewer->address;
        message->msg_iov = slab_parts + first;
        message->msg_iovlen = next - first;
        if (next - first > 1) {
            message->msg_control = controls[out_count];
            message->msg_controllen = sizeof controls[0];
            struct cmsghdr *control = CMSG_FIRSTHDR(message);
            control->cmsg_level = SOL_UDP;
            control->cmsg_type = UDP_SEGMENT;
            control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
            *(uint16_t *)CMSG_DATA(control) = (uint16_t)slab_parts[first].iov_len;
        }
        out_count++;
        first = next;
    }
}

static void forward(void) {
    for (int v = 0; v < viewer_count; v++) {
        struct viewer *viewer = &viewers[v];
        if (slab_used + burst_length > Slots) flush();
        int first = slab_used;
        for (int p = 0; p < burst_length; p++) {
            if (slab_used == Slots) { queue(viewer, first); flush(); first = 0; }
            struct packet *packet = &burst[p];
            unsigned char *bytes = slab[slab_used];
            uint32_t ssrc = htonl(viewer->number * Streams + packet->stream);
            memcpy(bytes, packet->bytes, packet->length);
            memcpy(bytes + 8, &ssrc, 4);
            crypt(&viewer->cipher, ntohl(ssrc), packet->index, bytes, packet->header, packet->length - packet->header, 1);
            slab_parts[slab_used].iov_base = bytes;
            slab_parts[slab_used++].iov_len = packet->length + Tag;
        }
        queue(viewer, first);
    }
    flush();
    burst_length = 0;
}

// Decrypts a received packet in its place in the burst. Returns whether it ends its frame; -1 when it isn't the publisher's media.
static int accept_packet(struct packet *packet, int length) {
    unsigned char *bytes = packet->bytes;
    if (length < 12 + Tag || bytes[0] >> 6 != 2 || (bytes[1] >= 192 && bytes[1] <= 223)) return -1;
    uint32_t ssrc = ntohl(*(uint32_t *)(bytes + 8));
    int stream = 0;
    while (stream < stream_count && stream_ssrc[stream] != ssrc) stream++;
    uint16_t sequence = (uint16_t)(bytes[2] << 8 | bytes[3]);
    if (stream == stream_count) {
        if (stream_count == Streams) return -1;
        stream_ssrc[stream_count] = ssrc;
        stream_index[stream_count++] = sequence;
    }
    packet->stream = stream;
    packet->index = stream_index[stream] + (int16_t)(sequence - (uint16_t)stream_index[stream]);
    packet->header = 12 + (bytes[0] & 0x10 ? 4 + 4 * (bytes[14] << 8 | bytes[15]) : 0);
    packet->length = length - Tag;
    if (!crypt(&publisher, ssrc, packet->index, bytes, packet->header, packet->length - packet->header, 0)) return -1;
    if (packet->index > stream_index[stream]) stream_index[stream] = packet->index;
    return packet->length - packet->header < 200 || bytes[1] & 0x80;    // sound is small and stands alone
}

int main(int count, char **words) {
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons(atoi(words[count - 1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int size = 4 << 20;
    udp = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(udp, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    if (bind(udp, (struct sockaddr *)&local, sizeof local) != 0) { perror("bind"); return 1; }
    char line[256], key[64], salt[64];
    int port;
    if (!fgets(line, sizeof line, stdin) || sscanf(line, "%63s %63s", key, salt) != 2) return 2;
    make_cipher(&publisher, key, salt, 0);
    while (fgets(line, sizeof line, stdin) && sscanf(line, "%d %63s %63s", &port, key, salt) == 3 && viewer_count < MaxViewers) {
        struct viewer *viewer = &viewers[viewer_count];
        viewer->number = ++viewer_count;
        viewer->address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        make_cipher(&viewer->cipher, key, salt, 1);
    }
    puts("ready");
    fflush(stdout);
    for (struct pollfd wait = {.fd = udp, .events = POLLIN};;) {
        struct mmsghdr in[Batch] = {0};
        struct iovec parts[Batch];
        int room = MaxBurst - burst_length < Batch ? MaxBurst - burst_length : Batch;
        for (int i = 0; i < room; i++) {
            parts[i] = (struct iovec){burst[burst_length + i].bytes, Room};
            in[i].msg_hdr.msg_iov = parts + i;
            in[i].msg_hdr.msg_iovlen = 1;
        }
        int taken = poll(&wait, 1, burst_length ? HoldMs : -1) > 0 ? recvmmsg(udp, in, room, MSG_DONTWAIT, NULL) : 0;
        int complete = taken <= 0, first = burst_length;
        for (int i = 0; i < taken; i++) {
            struct packet *packet = &burst[burst_length];
            if (packet != &burst[first + i]) memcpy(packet->bytes, burst[first + i].bytes, in[i].msg_len);
            int ends = accept_packet(packet, in[i].msg_len);
            if (ends < 0) continue;
            burst_length++;
            complete = ends;
        }
        if (burst_length && (complete || burst_length == MaxBurst)) forward();
    }
}
