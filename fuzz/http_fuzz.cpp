// The whole server over a socket pair: whatever arrives, it neither crashes nor hangs, and every answer is well-formed.

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "web/server.hpp"

namespace {

using namespace veche::web;

Server& server()
{
    static const std::string folder = [] {
        const auto path = std::filesystem::temp_directory_path() / ("veche-http-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(path);
        return path.string();
    }();
    static const SharedBody page = make_body(std::string(2'000, 'a'), 0);
    static Server running(
        {.port = 0, .io_threads = 1, .workers = 1, .temporary_folder = folder},
        {.limits =
             [](const Request& request) { return BodyLimits{.bytes = 4'096, .uploads = request.path != "/form"}; },
         .ready = [](const Request& request) -> std::optional<Response> {
             if (request.path != "/ready") return std::nullopt;
             return Response{.headers = {{"content-type", "text/html"}}, .shared = page};
         },
         .handle = [](Request&& request) { return respond(200, "text/plain; charset=utf-8", request.path); },
         .refuse = [](int status) { return respond(status, "text/plain; charset=utf-8", std::to_string(status)); }});
    static const bool started = (running.start(), true);
    (void)started;
    return running;
}

std::string talk(std::string_view said)
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) std::abort();
    ::fcntl(pair[1], F_SETFL, O_NONBLOCK);
    server().adopt(pair[1], "192.0.2.1");
    std::string heard;
    bool writing = true;
    while (true) {
        pollfd wait{.fd = pair[0], .events = static_cast<short>(writing ? POLLIN | POLLOUT : POLLIN), .revents = 0};
        if (::poll(&wait, 1, 5'000) <= 0) std::abort();  // the server sleeps although we have said all
        char piece[16 * 1024];
        if (wait.revents & (POLLIN | POLLHUP | POLLERR)) {
            const auto count = ::recv(pair[0], piece, sizeof piece, 0);
            if (count <= 0) break;
            heard.append(piece, static_cast<std::size_t>(count));
        }
        if (!writing || !(wait.revents & POLLOUT)) continue;
        const auto sent = said.empty() ? 0 : ::send(pair[0], said.data(), said.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) said.remove_prefix(static_cast<std::size_t>(sent));
        writing = sent >= 0 && !said.empty();
        if (!writing) ::shutdown(pair[0], SHUT_WR);
    }
    ::close(pair[0]);
    return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto heard = talk({reinterpret_cast<const char*>(data), size});
    if (!heard.empty() && !heard.starts_with("HTTP/1.1 ")) std::abort();
    return 0;
}
