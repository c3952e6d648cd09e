#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "test_files.hpp"
#include "web/server.hpp"

namespace veche::web::testing {

inline const std::string get = "GET / HTTP/1.1\r\nHost: town.test\r\n\r\n";

/// A server with a few routes: /ready is answered on the I/O thread, /slow waits for `gate`, /echo shows what arrived,
/// everything else says its path.
class House {
public:
    using Change = std::function<void(Application&)>;

    explicit House(ServerSettings settings = {}, BodyLimits limits = {}, const Change& change = {})
        : folder_(std::filesystem::temp_directory_path() /
                  ("veche-web-test-" + std::to_string(::getpid()) + "-" + next())),
          page(make_body(std::string(40'000, 'a') + "конец", 0)),
          server_(prepared(std::move(settings)), application(limits, change))
    {
        server_.start();
    }
    ~House()
    {
        gate = true;
        server_.drain();
        std::filesystem::remove_all(folder_);
    }

    Server& server() { return server_; }
    std::uint16_t port() const { return server_.port(); }
    std::size_t files() const
    {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_)) ++count;
        return count;
    }

private:
    std::filesystem::path folder_;

public:
    const SharedBody page;
    std::atomic<bool> gate{false};
    std::atomic<int> waiting{0};

private:
    static std::string next()
    {
        static std::atomic<int> number{0};
        return std::to_string(++number);
    }

    ServerSettings prepared(ServerSettings settings) const
    {
        std::filesystem::create_directories(folder_);
        settings.port = 0;
        settings.workers = std::min(settings.workers, 8);
        settings.temporary_folder = folder_.string();
        return settings;
    }

    Response echo(const Request& request) const
    {
        std::string said = request.path + "|" + request.host + "|" + request.peer + "\n";
        for (const auto& [name, value] : request.query) said += "query " + name + "=" + value + "\n";
        for (const auto& [name, value] : request.form) said += "form " + name + "=" + value + "\n";
        for (const auto& [name, value] : request.cookies) said += "cookie " + name + "=" + value + "\n";
        for (const auto& upload : request.uploads) {
            const std::string content = veche::test::bytes_of(upload.path);
            const auto mode = static_cast<unsigned>(std::filesystem::status(upload.path).permissions());
            said += "file " + upload.field + "=" + upload.file_name + " " + std::to_string(upload.size) + " " +
                    std::to_string(content.size()) + " " + std::to_string(mode) + " " + content.substr(0, 20) + "\n";
        }
        for (const auto& name : request.broken_query) said += "broken query " + name + "\n";
        for (const auto& name : request.broken_form) said += "broken form " + name + "\n";
        return respond(200, "text/plain; charset=utf-8", said);
    }

    Response handle(Request&& given)
    {
        const Request request = std::move(given);
        if (request.path == "/echo") return echo(request);
        if (request.path == "/split") return respond(200, "text/plain\r\nset-cookie: stolen=1", "no");
        if (request.path == "/throw") throw std::runtime_error("a promise broken");
        if (request.path == "/slow" || request.path == "/heavy") {
            ++waiting;
            while (!gate) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return {.status = 200, .headers = {{"content-type", "text/plain"}}, .shared = page};
        }
        return respond(200, "text/plain; charset=utf-8", "hello " + request.path);
    }

    Application application(BodyLimits limits, const Change& change)
    {
        Application made;
        made.limits = [limits](const Request&) { return limits; };
        made.ready = [this](const Request& request) -> std::optional<Response> {
            if (request.path != "/ready") return std::nullopt;
            return Response{.headers = {{"content-type", "text/html; charset=utf-8"}, {"cache-control", "max-age=60"}},
                            .shared = page};
        };
        made.handle = [this](Request&& request) { return handle(std::move(request)); };
        made.refuse = [](int status) {
            return respond(status, "text/plain; charset=utf-8", "refused " + std::to_string(status));
        };
        if (change) change(made);
        return made;
    }

    Server server_;
};

}  // namespace veche::web::testing
