// The ledger of participation: of each occasion, how many were expected, came, and came without signing up.

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "app/site.hpp"
#include "features/participation/access.hpp"
#include "features/participation/door/store_attendance.hpp"
#include "features/participation/edges.hpp"
#include "language/when/in_words.hpp"
#include "outside/table_writer.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

namespace {

constexpr int ledger_rows = 50, file_rows = 10'000;

struct LedgerRow {
    Attendance attendance;
    app::Occasion occasion;
    std::string title, when;
};
struct Ledger {
    int year = 0;
    std::vector<LedgerRow> rows;
    std::optional<Id<app::Occasion>> next;
};

int year_of(const Context& context)
{
    const int now = int(context.town.zone.local(context.now).day.year());
    const auto* text = context.request.query_value("year");
    int year = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), year);
    return year >= 1990 && year <= 2199 ? year : now;
}

/// Of one that was removed and had no sign-up, only marks at the door, nothing is left but its figures.
app::Occasion occasion_for(app::View& view, Id<app::Occasion> id)
{
    if (auto found = app::find_occasion(view, id)) return *found;
    if (store::find_sign_up(view.db, view.town.id, id)) return occasion_or_last(view, id);
    app::Occasion unknown;
    unknown.id = id;
    unknown.state = app::OccasionState::gone;
    return unknown;
}

Ledger ledger_of(Context& context, int limit)
{
    using namespace std::chrono;
    Ledger ledger{.year = year_of(context), .rows = {}, .next = {}};
    const Day first{year(ledger.year), January, day(1)}, last{year(ledger.year), December, day(31)};
    const auto* after_text = context.request.query_value("after");
    const auto after = after_text ? parse_id<app::Occasion>(*after_text) : std::nullopt;
    return context.read([&](app::View& view) {
        auto found = store::list_attendance(view.db, view.town.id, first, last, after, limit + 1);
        if (found.size() > std::size_t(limit)) {
            found.pop_back();
            ledger.next = found.back().occasion;
        }
        for (const auto& one : found) {
            LedgerRow row{.attendance = one, .occasion = occasion_for(view, one.occasion), .title = "", .when = ""};
            row.title =
                row.occasion.title.empty() ? context.words.say("participation.removed_title") : row.occasion.title;
            row.when = language::time_words(context.words, row.occasion.when);
            ledger.rows.push_back(std::move(row));
        }
        return ledger;
    });
}

web::Response ledger_page(Context& context)
{
    const auto ledger = ledger_of(context, ledger_rows);
    const auto& words = context.words;
    json rows = json::array();
    for (const auto& row : ledger.rows) {
        const auto& one = row.attendance;
        rows.push_back({{"title", row.title},
                        {"href", row.occasion.state == app::OccasionState::gone ? "" : row.occasion.office_url},
                        {"when", row.when},
                        {"accepted", words.number(one.accepted)},
                        {"came", words.number(one.came)},
                        {"walk_ins", words.number(one.walk_ins)},
                        {"all", words.number(one.all())},
                        {"children", words.number(one.children)},
                        {"check_in_href", row.occasion.title.empty() ? "" : check_in_path(one.occasion)}});
    }
    const auto year = std::to_string(ledger.year);
    json model = {
        {"heading", words.say("participation.ledger", {{"year", year}})},
        {"rows", rows},
        {"nothing", rows.empty()},
        {"csv_href", "/office/participation.csv?year=" + year},
        {"before_href", fmt::format("/office/participation?year={}", ledger.year - 1)},
        {"before_title", std::to_string(ledger.year - 1)},
        {"after_href", fmt::format("/office/participation?year={}", ledger.year + 1)},
        {"after_title", std::to_string(ledger.year + 1)},
        {"next_href",
         ledger.next ? fmt::format("/office/participation?year={}&after={}", year, to_text(*ledger.next)) : ""}};
    const std::string title = model["heading"];
    return context.show({.view = "participation/office_ledger",
                         .model = std::move(model),
                         .title = title,
                         .section = "office.participation"});
}

web::Response ledger_csv(Context& context)
{
    const auto ledger = ledger_of(context, file_rows);
    const auto& words = context.words;
    outside::Sheet sheet;
    sheet.name = words.say("participation.ledger", {{"year", std::to_string(ledger.year)}});
    for (const auto* message : {"participation.what", "participation.when_title", "participation.accepted_title",
                                "participation.came_title", "participation.walk_ins", "participation.children_title",
                                "participation.adults_title", "participation.unknown_title"})
        sheet.columns.push_back({words.say(message)});
    for (const auto& row : ledger.rows) {
        const auto& one = row.attendance;
        sheet.rows.push_back(
            {outside::Sheet::RowKind::line,
             {row.title, row.when, std::to_string(one.accepted), std::to_string(one.came), std::to_string(one.walk_ins),
              std::to_string(one.children), std::to_string(one.adults), std::to_string(one.unknown)}});
    }
    auto response = web::respond(200, "text/csv; charset=utf-8", outside::write_csv(sheet));
    response.with("content-disposition", fmt::format("attachment; filename=\"participation-{}.csv\"", ledger.year));
    return response;
}

}  // namespace

void mount_ledger(app::Routes& routes)
{
    routes.get("/office/participation", keep_entries, ledger_page);
    routes.get("/office/participation.csv", keep_entries, ledger_csv);
}

}  // namespace veche::participation
