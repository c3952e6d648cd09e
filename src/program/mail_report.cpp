#include <cstdio>

#include <fmt/format.h>

#include "app/letter_reports.hpp"
#include "outside/log.hpp"
#include "program/installation.hpp"

namespace veche::program {

namespace {

/// EX_TEMPFAIL of sysexits.h: the mail server keeps the message and calls again.
constexpr int try_again = 75;
constexpr std::size_t message_most = 4 << 20;

std::string read_message()
{
    std::string message;
    char piece[16 * 1024];
    while (const auto bytes = std::fread(piece, 1, sizeof piece, stdin))
        // The rest is read too, and left: a broken pipe would be an error to the mail server.
        if (message.size() < message_most) message.append(piece, bytes);
    return message;
}

}  // namespace

int take_mail_report(const app::Config& config)
{
    const std::string message = read_message();
    try {
        require_database(config);
        auto installation = open_installation(config);
        const auto outcome = app::take_mail_report(*installation.site, message);
        fmt::print("{}\n", outcome == app::ReportOutcome::bounced ? "the address is marked as dead"
                           : outcome == app::ReportOutcome::noted ? "no reason to give the address up"
                                                                  : "not a report on a letter of ours");
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return try_again;
    }
}

}  // namespace veche::program
