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

/// What a route allows of a body; asked after the header has been read, before the body is.
struct BodyLimits {
    std::uint64_t bytes = 64 * 1024;  // more is 413
    bool uploads = false;             // multipart/form-data with files, streamed to disk; else 415
    std::size_t fields = 200;         // of a form; multipart: 20 parts unless this says more than 200
    std::chrono::seconds grace{10};   // deadline = grace + bytes / 500 per second
};

/// The program behind the server. All three are called concurrently.
struct Application {
    /// On an I/O thread, header only (no form, no uploads). Must not block.
    std::function<BodyLimits(const Request&)> limits;
    /// On an I/O thread, for GET and HEAD: an answer that is ready (page cache, asset), else nullopt. Must not block.
    std::function<std::optional<Response>(const Request&)> ready;
    /// On a worker thread; may block. Never throws (turns everything into a Response).
    std::function<Response(Request&&)> handle;
    /// A short page for framing errors and limits (400, 408, 413, 414, 431, 503): status -> response.
    std::function<Response(int)> refuse;
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    int io_threads = 2;
    int workers = 128;                 // may block in the lane until the commit
    std::size_t connections = 10'000;  // beyond it the oldest idle one is closed
    std::size_t header_bytes = 16 * 1024;
    std::size_t header_fields = 100;
    std::chrono::milliseconds header_time{10'000};
    std::chrono::milliseconds idle_time{30'000};
    std::chrono::milliseconds send_stall{30'000};
    std::chrono::milliseconds drain_time{10'000};
    std::vector<std::string> proxies;  // addresses whose X-Forwarded-For is believed
    std::string temporary_folder;      // for uploads
};

/// Counts for /metrics.
struct ServerFigures {
    std::atomic<std::int64_t> connections{0};  // open now
    std::atomic<std::int64_t> accepted{0};
    std::atomic<std::int64_t> requests{0};
    std::atomic<std::int64_t> refused{0};  // framing, limits
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
