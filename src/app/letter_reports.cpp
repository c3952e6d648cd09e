#include "app/letter_reports.hpp"

#include "app/letter_mark.hpp"
#include "app/letters.hpp"
#include "outside/mail.hpp"
#include "outside/mail_bounce.hpp"

namespace veche::app {

namespace {

struct Found {
    const Town* town = nullptr;
    Id<Letter> letter{};
};

/// A signature is of one town.
std::optional<Found> letter_of(const Site& site, const std::vector<Town>& towns, std::string_view message)
{
    for (const auto& mark : outside::marks_in(message))
        for (const auto& town : towns)
            if (const auto letter = letter_of_mark(site.settings().letters_key, town.id, mark))
                return Found{&town, *letter};
    return std::nullopt;
}

}  // namespace

ReportOutcome take_mail_report(Site& site, std::string_view message)
{
    static const Actor reader{.kind = Actor::Kind::system, .account = {}, .name = "veche mail bounce", .roles = {}};
    const auto report = outside::parse_mail_report(message);
    if (!report) return ReportOutcome::not_a_report;
    const auto towns = site.towns().all();
    const auto found = letter_of(site, *towns, message);
    if (!found) return ReportOutcome::not_a_report;
    // A status that says nothing is read by the answer it quotes.
    const bool silent = report->status.empty() || report->status == "5.0.0";
    const bool dead =
        outside::is_dead_status(report->status) ||
        (silent && outside::delivery_of_recipient_answer(report->diagnosis) == outside::Delivery::dead_address);
    if (report->action != outside::MailReport::Action::failed || !dead) return ReportOutcome::noted;
    bool marked = false;
    site.change(*found->town, reader, [&](Work& work) {
        marked = bounce(work, found->letter, report->diagnosis.empty() ? report->status : report->diagnosis);
        return db::Outcome::keep;
    });
    return marked ? ReportOutcome::bounced : ReportOutcome::noted;
}

}  // namespace veche::app
