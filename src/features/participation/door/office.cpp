// The door: who of those signed up has come, and how many came without. One page for a phone; with a script it keeps marks while there
// is no network and sends them later (assets/js/check_in.js), without one each mark is a form.

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "app/site.hpp"
#include "app/token.hpp"
#include "core/embedded.hpp"
#include "core/errors.hpp"
#include "features/participation/access.hpp"
#include "features/participation/door/attendance_commands.hpp"
#include "features/participation/door/store_attendance.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/entry/terms.hpp"
#include "language/when/in_words.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

std::string check_in_path(Id<app::Occasion> occasion)
{
    return fmt::format("/office/check-in/{}", to_text(occasion));
}

namespace {

constexpr int entries_most = 2'000;  // on one page; a phone holds that many
constexpr std::size_t code_size = 16;

struct Door {
    app::Occasion occasion;
    std::string path;            // as asked: a ticket of former years has a longer one
    std::vector<Entry> entries;  // of one page, or of the ticket
    std::vector<store::Came> came;
    std::int64_t expected = 0;         // persons of the whole list
    std::optional<std::int64_t> next;  // the number after which the next page begins
    bool scanned = false;
    std::optional<Refusal> fault;  // why no mark is taken now
    std::optional<Instant> opens;  // from when they are, where that is to come
};

/// "/office/check-in/01h…" of the page and of what lies below it.
std::string door_path(const Context& context)
{
    const std::string& path = context.request.path;
    return path.ends_with("/marks") ? path.substr(0, path.size() - 6) : path;
}

std::int64_t after_of(const Context& context)
{
    const auto* text = context.request.query_value("after");
    std::int64_t after = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), after);
    return std::max<std::int64_t>(after, 0);
}

/// Marks that would be refused are not offered.
void look_at_hours(app::View& view, Door& door)
{
    const auto period = period_of(door.occasion);
    const auto first = period ? std::optional(period->first) : std::nullopt;
    const auto last = period ? std::optional(period->last) : std::nullopt;
    const Day today = view.town.zone.local(view.now).day;
    door.fault = fault_of_door(first, last, today, terms_of(view.db, view.town.id, today));
    if (door.occasion.state == app::OccasionState::withdrawn)
        door.fault = Refusal{RefusalKind::invalid, "participation.not_announced", "", {}};
    const auto eve = opening_of_door(first);
    if (eve && today < *eve) door.opens = view.town.zone.instant(*eve, 0);
}

Door door_of(Context& context)
{
    const auto id = context.path_id<app::Occasion>("occasion");
    const auto* ticket = context.request.query_value("ticket");
    return context.read([&](app::View& view) {
        Door door{.occasion = occasion_or_last(view, id),
                  .path = door_path(context),
                  .entries = {},
                  .came = store::list_came(view.db, view.town.id, id),
                  .expected = store::count_expected(view.db, view.town.id, id),
                  .next = {},
                  .scanned = false,
                  .fault = {},
                  .opens = {}};
        look_at_hours(view, door);
        if (ticket && ticket->size() == code_size)
            door.entries = store::list_by_ticket(view.db, view.town.id, id, *ticket);
        door.scanned = !door.entries.empty();
        if (door.scanned) return door;
        door.entries =
            store::list_entries(view.db, view.town.id, id, std::nullopt, after_of(context), entries_most + 1);
        if (door.entries.size() > std::size_t(entries_most)) {
            door.entries.pop_back();
            door.next = door.entries.back().number;
        }
        return door;
    });
}

std::string guest_key(const Entry& entry, const Guest& guest)
{
    return fmt::format("{}:{}", to_text(entry.id), guest.position);
}

/// Of its row on the page, "guest-01h…-0": where a mark without a script leads back to.
std::string row_id(std::string key)
{
    std::ranges::replace(key, ':', '-');
    return "guest-" + key;
}

json guest_model(const language::Words& words, const Entry& entry, const Guest& guest, bool came)
{
    std::string about = words.say("participation.entry_number", {{"number", std::to_string(entry.number)}});
    if (guest.age) about += ", " + words.say("participation.years", *guest.age);
    if (!entry.group.empty()) about += ", " + entry.group;
    if (entry.stage != Stage::accepted)
        about += ", " + words.say(fmt::format("participation.stage_{}", to_text(entry.stage)));
    const auto key = guest_key(entry, guest);
    return {{"name", guest.name},
            {"about", about},
            {"key", key},
            {"id", row_id(key)},
            {"ticket", ticket_code(entry)},
            {"came", came},
            {"came_value", key + ":came"},
            {"undo_value", key + ":undo"}};
}

/// What two phones at one door must agree on.
json marks_model(const Door& door, Instant now)
{
    json came = json::array();
    std::int64_t children = 0, adults = 0, unknown = 0;
    for (const auto& row : door.came) {
        if (row.entry) {
            came.push_back(fmt::format("{}:{}", to_text(*row.entry), *row.position));
        } else {
            (row.age_group == AgeGroup::child ? children : row.age_group == AgeGroup::adult ? adults : unknown) += 1;
        }
    }
    return {{"came", came}, {"children", children}, {"adults", adults}, {"unknown", unknown}, {"at", now.milliseconds}};
}

json texts_model(const language::Words& words)
{
    return {
        {"all_sent", words.say("participation.all_sent")},     {"unsent", words.say("participation.unsent")},
        {"sign_in", words.say("participation.sign_in_again")}, {"refused", words.say("participation.marks_refused")},
        {"unknown", words.say("participation.mark_unknown")},  {"undone", words.say("participation.mark_undone")}};
}

std::string asset_of(const Context& context, std::string_view name)
{
    const auto& assets = context.site.assets();
    return std::ranges::find(assets, name, &std::pair<std::string, std::string>::first)->second;
}

language::Values part_values(const Door& door)
{
    const auto number = [](const Entry& entry) { return std::to_string(entry.number); };
    return {{"first", door.entries.empty() ? "0" : number(door.entries.front())},
            {"last", door.entries.empty() ? "0" : number(door.entries.back())}};
}

json people_model(const language::Words& words, const Door& door, const std::set<std::string>& all_came)
{
    json people = json::array();
    for (const auto& entry : door.entries)
        for (const auto& guest : entry.guests) {
            const bool came = all_came.contains(guest_key(entry, guest));
            if (is_over(entry.stage) && !came && !door.scanned) continue;
            people.push_back(guest_model(words, entry, guest, came));
        }
    return people;
}

/// Why nobody can be marked now; "" when they can.
std::string closed_words(const Context& context, const Door& door)
{
    if (!door.opens) return door.fault ? context.words.say(*door.fault) : std::string();
    const auto day = context.town.zone.local(*door.opens).day;
    return context.words.say("participation.door_opens", {{"day", context.words.day_and_weekday(day)}});
}

/// Only the entry whose code was scanned; a code of nobody here shows everybody and says so.
web::Response show_door(Context& context, const Door& door, std::string refusal = {}, int status = 200)
{
    const auto& words = context.words;
    const auto marks = marks_model(door, context.now);
    const auto list = marks["came"].get<std::vector<std::string>>();
    const json people = people_model(words, door, {list.begin(), list.end()});
    const auto& path = door.path;
    const auto after = after_of(context);
    json model = {{"heading", words.say("participation.check_in")},
                  {"title", door.occasion.title},
                  {"when", language::time_words(words, door.occasion.when)},
                  {"back_href", door.occasion.office_url},
                  {"csrf", context.csrf()},
                  {"action", path},
                  {"marks_href", path + "/marks"},
                  {"script_href", asset_of(context, "check_in.js")},
                  {"worker_href", "/office/check-in/worker.js"},
                  {"walk_key", app::random_token().reveal()},
                  {"refusal", std::move(refusal)},
                  {"closed", closed_words(context, door)},
                  {"opens", door.opens ? std::to_string(door.opens->milliseconds) : ""},
                  {"at", std::to_string(context.now.milliseconds)},
                  {"not_found", context.request.query_value("ticket") != nullptr && !door.scanned},
                  {"scanned", door.scanned},
                  {"whole_href", path},
                  {"first_href", after > 0 ? path : ""},
                  {"next_href", door.next ? fmt::format("{}?after={}", path, *door.next) : ""},
                  {"part", after > 0 || door.next ? words.say("participation.door_part", part_values(door)) : ""},
                  {"people", people},
                  {"nobody", people.empty()},
                  {"came", std::to_string(marks["came"].size())},
                  {"expected", std::to_string(door.expected)},
                  {"adults", std::to_string(marks["adults"].get<int>() + marks["unknown"].get<int>())},
                  {"children", std::to_string(marks["children"].get<int>())},
                  {"texts", texts_model(words)}};
    const std::string title = model["heading"];
    return context.show({.view = "participation/office_check_in",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .section = "office.participation"});
}

web::Response door_page(Context& context)
{
    return show_door(context, door_of(context));
}

/// "ENTRY:POSITION:came", "ENTRY:POSITION:undo", "walk:GROUP". Throws web::BadRequest.
Mark mark_in(const std::string& value, const std::string& walk_key, Instant now)
{
    Mark mark;
    mark.at = now;
    if (value.starts_with("walk:")) {
        const auto group = parse_age_group(std::string_view(value).substr(5));
        if (!group || !is_walk_key(walk_key)) throw web::BadRequest("mark");
        mark.walk_key = walk_key;
        mark.age_group = *group;
        return mark;
    }
    const auto first = value.find(':'), second = value.rfind(':');
    if (first == std::string::npos || second <= first + 1 || second - first > 3) throw web::BadRequest("mark");
    mark.entry = parse_id<Entry>(value.substr(0, first));
    for (const char c : value.substr(first + 1, second - first - 1)) {
        if (c < '0' || c > '9') throw web::BadRequest("mark");
        mark.position = mark.position * 10 + (c - '0');
    }
    const auto deed = value.substr(second + 1);
    if (!mark.entry || (deed != "came" && deed != "undo")) throw web::BadRequest("mark");
    mark.came = deed == "came";
    return mark;
}

Result<std::vector<MarkState>> keep(Context& context, const Door& door, const std::vector<Mark>& marks)
{
    return context.change(
        [&](app::Work& work) { return put_marks(work, app::get_for_update(work, door.occasion.id), marks); });
}

web::Response save_mark(Context& context)
{
    const Door door = door_of(context);
    web::Form form(context.request, {.single = {"mark", "walk_key"}});
    const auto mark = mark_in(form.text("mark"), form.text("walk_key"), context.now);
    const auto done = keep(context, door, {mark});
    if (!done) return show_door(context, door, context.words.say(done.error()), 422);
    if (!mark.entry) return context.go(door.path);
    return context.go(
        fmt::format("{}#{}", door.path, row_id(fmt::format("{}:{}", to_text(*mark.entry), mark.position))));
}

/// [{"mark": "ENTRY:POSITION:came", "at": milliseconds}, {"mark": "walk:adult", "key": "…", "came": false, "at": …}]
std::vector<Mark> marks_in(const std::string& text)
{
    const auto list = json::parse(text, nullptr, false);
    if (!list.is_array() || list.size() > marks_most) throw web::BadRequest("marks");
    std::vector<Mark> marks;
    for (const auto& one : list) {
        if (!one.is_object() || !one.contains("mark") || !one["mark"].is_string() || !one.contains("at") ||
            !one["at"].is_number_integer())
            throw web::BadRequest("marks");
        const auto key = one.contains("key") && one["key"].is_string() ? one["key"].get<std::string>() : "";
        Mark mark = mark_in(one["mark"].get<std::string>(), key, {one["at"].get<std::int64_t>()});
        if (!mark.entry && one.contains("came") && one["came"].is_boolean()) mark.came = one["came"].get<bool>();
        marks.push_back(std::move(mark));
    }
    return marks;
}

web::Response answer(int status, const json& model)
{
    return web::respond(status, "application/json; charset=utf-8", model.dump()).with("cache-control", "no-store");
}

web::Response send_marks(Context& context)
{
    const Door door = door_of(context);
    web::Form form(context.request, {.single = {"marks"}});
    const auto done = keep(context, door, marks_in(form.text("marks")));
    if (!done) return answer(422, {{"error", context.words.say(done.error())}});
    json model = marks_model(door_of(context), context.now);
    model["states"] = json::array();
    for (const auto state : *done) model["states"].push_back(to_text(state));
    return answer(200, model);
}

web::Response see_marks(Context& context)
{
    return answer(200, marks_model(door_of(context), context.now));
}

/// A worker serves pages beside and below its own address, so it cannot lie among the assets.
web::Response worker(Context&)
{
    return web::respond(200, "text/javascript; charset=utf-8", std::string(embedded("assets/check_in_worker.js")))
        .with("cache-control", "no-cache");
}

}  // namespace

void mount_check_in(app::Routes& routes)
{
    routes.get("/office/check-in/worker.js", keep_entries, worker);
    routes.get("/office/check-in/{occasion}", keep_entries, door_page);
    routes.post("/office/check-in/{occasion}", keep_entries, save_mark);
    routes.get("/office/check-in/{occasion}/marks", keep_entries, see_marks);
    routes.post("/office/check-in/{occasion}/marks", keep_entries, send_marks);
    // Of tickets printed, and of pages kept on phones, before occasions had addresses of their own.
    routes.get("/office/check-in/{former}/{occasion}", keep_entries, door_page);
    routes.post("/office/check-in/{former}/{occasion}", keep_entries, save_mark);
    routes.get("/office/check-in/{former}/{occasion}/marks", keep_entries, see_marks);
    routes.post("/office/check-in/{former}/{occasion}/marks", keep_entries, send_marks);
}

}  // namespace veche::participation
