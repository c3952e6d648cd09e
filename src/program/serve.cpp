#include <malloc.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include "app/jobs.hpp"
#include "app/letter_sender.hpp"
#include "outside/log.hpp"
#include "outside/unused_memory.hpp"
#include "program/installation.hpp"
#include "web/server.hpp"

namespace veche::program {

namespace {

std::string server_metrics(const web::ServerFigures& figures)
{
    return fmt::format(
        "# TYPE veche_http_connections gauge\nveche_http_connections {}\n"
        "# TYPE veche_http_accepted_total counter\nveche_http_accepted_total {}\n"
        "# TYPE veche_http_requests_total counter\nveche_http_requests_total {}\n"
        "# TYPE veche_http_refused_total counter\nveche_http_refused_total {}\n"
        "# TYPE veche_http_bytes_out_total counter\nveche_http_bytes_out_total {}\n",
        figures.connections.load(), figures.accepted.load(), figures.requests.load(), figures.refused.load(),
        figures.bytes_out.load());
}

/// Uploads on their way; what a killed process left is removed.
std::string temporary_folder(const app::Config& config)
{
    const auto folder = config.data / "tmp";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder.string();
}

/// Until one of the signals comes. Meanwhile memory that nobody uses goes back to the system.
void wait_for(const sigset_t& signals)
{
    constexpr std::size_t kept = 64UL * 1024 * 1024;
    const timespec pause{.tv_sec = 10, .tv_nsec = 0};
    while (sigtimedwait(&signals, nullptr, &pause) < 0) outside::return_unused_memory(kept);
}

}  // namespace

int serve(const app::Config& config)
{
    // Without fast bins: pages are large strings, and freeing one would otherwise sweep all fast bins of the arena each time.
    // Small pieces are kept by the threads' own caches anyway.
    mallopt(M_MXFAST, 0);
    // Blocked before any thread starts, so that only this thread gets them.
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    std::unique_ptr<web::Server> server;
    auto installation =
        open_installation(config, [&server] { return server ? server_metrics(server->figures()) : std::string(); });
    web::ServerSettings settings;
    settings.address = config.listen_address;
    settings.port = config.listen_port;
    settings.workers = config.workers;
    settings.proxies = config.proxies;
    settings.temporary_folder = temporary_folder(config);
    server = std::make_unique<web::Server>(settings, installation.site->application());
    server->start();
    app::Jobs jobs(*installation.site);
    jobs.start();
    app::LetterSender letters(*installation.site, config.mail);
    if (config.mail.set_up()) letters.start();
    fmt::print("http://{}:{}\n", config.listen_address, server->port());
    std::fflush(stdout);
    outside::log(outside::LogLevel::info, "serving", {{"address", config.listen_address}});

    wait_for(signals);
    outside::log(outside::LogLevel::info, "draining");
    installation.site->draining = true;
    server->drain();
    jobs.stop();
    letters.stop();
    return 0;
}

}  // namespace veche::program
