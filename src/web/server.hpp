#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "web/request.hpp"
#include "web/response.hpp"

namespace veche::web {

/// What is longer, or does not say how long it is, is read only after it was asked who sends it.
inline constexpr std::uint64_t asked_first_bytes = 64 * 1024;

/// What a route allows of a body; asked after the header has been read, before the body is.
struct BodyLimits {
    std::uint64_t bytes = asked_first_bytes;  // more is 413
    bool uploads = false;                     // multipart/form-data with files, streamed to disk; else 415
    bool ignored = false;      // of whatever type, or of none: read and dropped, Request::form stays empty
    std::size_t fields = 200;  // of a form; multipart: 20 parts unless this says more than 200
    /// So long without a byte, so long beyond what its bytes take at 500 per second, and in all no longer than `whole`: 408.
    std::chrono::seconds grace{10};
    std::chrono::seconds whole{900};
};

/// What is known of a request from its head alone.
struct Errand {
    std::string key;     // of an answer that all who ask for it share: one of them makes it, the others wait; "": none
    bool heavy = false;  // takes long: drawing, searching, pictures. It waits for others like it, not before pages.
};

/// Who sends a long body, asked before it is read.
struct Admission {
    std::optional<Response> refused;  // the answer instead of reading it
    /// Whether this is the token of the form; asked before anything but text is taken. Empty: the route asks for none.
    std::function<bool(std::string_view)> token_holds;
};

/// The program behind the server. All are called concurrently; only `handle` must be there.
struct Application {
    /// On an I/O thread, header only (no form, no uploads). Must not block.
    std::function<BodyLimits(const Request&)> limits;
    /// On an I/O thread, for GET and HEAD: an answer that is ready (page cache, asset), else nullopt. Must not block.
    std::function<std::optional<Response>(const Request&)> ready;
    /// On an I/O thread, header only. Must not block.
    std::function<Errand(const Request&)> errand;
    /// On a worker thread, header only, before a body of more than asked_first_bytes or of unknown length is read.
    std::function<Admission(const Request&)> admit;
    /// On a worker thread; may block. Never throws (turns everything into a Response).
    std::function<Response(Request&&)> handle;
    /// On a worker thread: a page that says why a request whose head was in order got no further (400, 403, 408, 413, 415, 503).
    std::function<Response(const Request&, int)> explain;
    /// A short page for framing errors and limits (400, 408, 413, 414, 431, 503): status -> response.
    std::function<Response(int)> refuse;
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    int io_threads = 2;
    int workers = 128;          // may block in the lane until the commit
    int heavy_workers = 2;      // for what takes long; as many again for deeds of that kind
    std::size_t queue = 4'096;  // requests that wait for a worker; more are 503
    std::size_t heavy_queue = 32;
    std::size_t connections = 10'000;  // beyond it the oldest idle one is closed
    std::size_t header_bytes = 16 * 1024;
    std::size_t header_fields = 100;
    std::chrono::milliseconds header_time{10'000};
    std::chrono::milliseconds idle_time{30'000};
    std::chrono::milliseconds send_stall{30'000};
    std::chrono::milliseconds drain_time{10'000};
    std::vector<std::string> proxies;         // addresses whose X-Forwarded-For is believed
    std::string temporary_folder;             // for uploads
    std::uint64_t upload_bytes = 1ULL << 30;  // of all uploads under way, on the disk; more are 503
    std::uint64_t form_bytes = 16ULL << 20;   // of all bodies under way, in memory; beyond it the slowest are dropped
    std::uint64_t long_head_bytes = 8ULL << 20;  // of all heads over 8 KB, the same
};

/// Counts for /metrics.
struct ServerFigures {
    std::atomic<std::int64_t> connections{0};  // open now
    std::atomic<std::int64_t> accepted{0};
    std::atomic<std::int64_t> requests{0};
    std::atomic<std::int64_t> refused{0};      // framing, limits
    std::atomic<std::int64_t> turned_away{0};  // a queue was full
    std::atomic<std::int64_t> left_undone{0};  // nobody waited for the answer any more
    std::atomic<std::int64_t> evicted{0};      // to make room for others
    std::atomic<std::int64_t> bytes_out{0};
};

/// HTTP/1.1 over Boost.Asio and Beast, which only server.cpp includes: framing checks, limits and timeouts (docs/adr/0004-http.md),
/// streaming multipart, HEAD, 100-continue, pipelining, conditional GET, content coding, drain.
class Server {
public:
    Server(ServerSettings settings, Application application);
    ~Server();

    /// Binds and starts the threads; throws std::runtime_error naming the address when it cannot.
    void start();
    std::uint16_t port() const;
    /// Serves a connected stream socket as if it had been accepted, and owns it (tests and fuzzing over a socket pair).
    void adopt(int socket, std::string peer);
    /// Stops accepting, lets running requests finish (at most drain_time), closes idle connections. Idempotent.
    void drain();
    const ServerFigures& figures() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace veche::web
