#include <malloc.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include "app/jobs.hpp"
#include "app/letter_sender.hpp"
#include "app/media_place.hpp"
#include "app/media_sweep.hpp"
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
        "# TYPE veche_http_bytes_out_total counter\nveche_http_bytes_out_total {}\n"
        "# TYPE veche_http_turned_away_total counter\nveche_http_turned_away_total {}\n"
        "# TYPE veche_http_left_undone_total counter\nveche_http_left_undone_total {}\n"
        "# TYPE veche_http_evicted_total counter\nveche_http_evicted_total {}\n",
        figures.connections.load(), figures.accepted.load(), figures.requests.load(), figures.refused.load(),
        figures.bytes_out.load(), figures.turned_away.load(), figures.left_undone.load(), figures.evicted.load());
}

/// Descriptors beside those of connections: files of the database and of uploads, the loops, pipes to children.
constexpr std::size_t other_descriptors = 512;

/// Raises the bound of open files to what `connections` need, and says how many connections there can be.
std::size_t make_room_for(std::size_t connections)
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
    const rlim_t wanted = connections + other_descriptors;
    if (limit.rlim_cur >= wanted) return connections;
    rlimit raised = limit;
    raised.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &raised) != 0) raised = limit;
    const std::size_t open = raised.rlim_cur;
    if (open >= wanted) return connections;
    const std::size_t fit = open > 2 * other_descriptors ? open - other_descriptors : open / 2;
    outside::log(
        outside::LogLevel::warning, "few open files",
        {{"ulimit", std::to_string(open)}, {"needed", std::to_string(wanted)}, {"connections", std::to_string(fit)}});
    return fit;
}

/// Uploads on their way and what is put down for a moment; what a killed process left is removed.
std::string temporary_folder(const app::Config& config)
{
    const auto folder = config.data / "tmp";
    for (const auto& left : std::filesystem::directory_iterator(folder)) std::filesystem::remove_all(left);
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
    if (const auto wrong = app::claim_media_place(*installation.database, installation.media->files()); !wrong.empty())
        throw Mistake(wrong);
    web::ServerSettings settings;
    settings.address = config.listen_address;
    settings.port = config.listen_port;
    settings.workers = config.workers;
    settings.proxies = config.proxies;
    settings.temporary_folder = temporary_folder(config);
    settings.upload_bytes = std::uint64_t(config.uploads_mb) << 20;
    settings.connections = make_room_for(settings.connections);
    settings.heavy_workers = int(std::clamp(std::thread::hardware_concurrency(), 2U, 8U));
    server = std::make_unique<web::Server>(settings, installation.site->application());
    server->start();
    app::Jobs jobs(*installation.site);
    jobs.start();
    app::LetterSender letters(*installation.site, config.mail);
    if (config.mail.set_up()) letters.start();
    app::MediaSweep sweep(*installation.site, installation.media);
    sweep.start();
    fmt::print("http://{}:{}\n", config.listen_address, server->port());
    std::fflush(stdout);
    outside::log(outside::LogLevel::info, "serving", {{"address", config.listen_address}});

    wait_for(signals);
    outside::log(outside::LogLevel::info, "draining");
    installation.site->draining = true;
    server->drain();
    jobs.stop();
    letters.stop();
    sweep.stop();
    return 0;
}

}  // namespace veche::program
