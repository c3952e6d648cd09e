#include "features/letters/office.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/letter_sender.hpp"
#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "app/store_letters.hpp"
#include "core/errors.hpp"
#include "features/letters/access.hpp"
#include "web/form.hpp"

namespace veche::letters {

using app::Context;
using app::store::LetterEnvelope;
using nlohmann::json;

namespace {

constexpr std::string_view path = "/office/letters";
constexpr int count_most = 1000;

/// In the order in which an office looks at them. Those that grow for ever are not counted.
struct Tab {
    std::string_view stage;
    bool counted;
};
constexpr Tab tabs[] = {{"waiting", true},  {"refused", true}, {"bounced", true},
                        {"withheld", true}, {"late", false},   {"sent", false}};

constexpr web::FormField filters[] = {{.name = "stage"}};  // of a tab; the first one's where none is named

std::string stage_in(const app::Listing& listing)
{
    const auto& stage = listing.text("stage");
    if (stage.empty()) return std::string(tabs[0].stage);
    if (std::ranges::none_of(tabs, [&](const Tab& tab) { return tab.stage == stage; })) throw NotFound("stage");
    return stage;
}

json tabs_model(app::View& view, const Context& context, std::string_view current)
{
    json models = json::array();
    for (const auto& tab : tabs) {
        const auto count = tab.counted ? app::store::count_letters(view.db, view.town.id, tab.stage, count_most) : 0;
        models.push_back({{"title", context.words.say(fmt::format("letters.stage_{}", tab.stage))},
                          {"href", fmt::format("{}?stage={}", path, tab.stage)},
                          {"count", count == 0 ? "" : context.words.number(count) + (count == count_most ? "+" : "")},
                          {"current", tab.stage == current}});
    }
    return models;
}

bool answered(const LetterEnvelope& one)
{
    return one.error.empty() || (one.error[0] >= '0' && one.error[0] <= '9');
}

/// Who subscribes is on nobody's page: such a list would be one of residents' addresses (docs/rules/personal.md).
bool for_subscriber(const LetterEnvelope& one)
{
    return one.kind.starts_with("subscriptions.");
}

std::string recipient(const language::Words& words, const LetterEnvelope& one)
{
    // Ninety days after it was queued nobody knows any more whom a letter was for.
    if (one.to.empty()) return words.say("letters.forgotten");
    return for_subscriber(one) ? words.say("letters.subscriber") : one.to;
}

/// What the other side answered, without a subscriber's address, which such answers like to repeat in whatever case.
std::string answer_of(const LetterEnvelope& one)
{
    if (!for_subscriber(one)) return one.error;
    std::string words;
    for (std::size_t at = 0; at < one.error.size();) {
        const auto end = std::min(one.error.find(' ', at), one.error.size());
        const auto word = std::string_view(one.error).substr(at, end - at);
        words += (words.empty() ? "" : " ") + std::string(word.find('@') == word.npos ? word : "…");
        at = end + 1;
    }
    return words;
}

json row_model(const Context& context, const LetterEnvelope& one)
{
    const auto& words = context.words;
    const auto answer = answer_of(one);
    const auto kind = fmt::format("letter_kind.{}", one.kind);
    const bool tried = one.stage == "waiting" && one.attempts > 0;
    return {
        {"kind", words.has(kind) ? words.say(kind) : one.kind},
        {"to", recipient(words, one)},
        {"subject", one.subject},
        {"made", app::moment_words(words, context.town, one.made)},
        {"next", tried ? words.say("letters.next", {{"when", app::moment_words(words, context.town, one.due)}}) : ""},
        // What begins with no number is what the program itself noticed.
        {"answer", tried && !answered(one) ? words.say("letters.no_answer", {{"why", answer}}) : answer},
        {"attempt_action", one.may_go_again ? fmt::format("{}/{}/attempt", path, to_text(one.id)) : ""}};
}

/// What is wrong with the sending itself.
json notice_model(app::View& view, const Context& context)
{
    const auto& words = context.words;
    if (!context.site.settings().mail_set_up)
        return {{"title", words.say("letters.not_set_up")}, {"text", words.say("letters.not_set_up_text")}};
    const auto oldest = app::store::find_oldest_waiting(view.db, view.town.id);
    if (!oldest || oldest->error.empty() || oldest->made > view.now - std::chrono::hours(1)) return false;
    return {{"title", words.say("letters.stuck")}, {"text", words.say("letters.stuck_text")}};
}

web::Response letters_page(Context& context)
{
    const app::Listing listing(context.request, std::string(path), filters);
    const auto stage = stage_in(listing);
    const auto after = listing.after_id<app::Letter>();
    json model = context.read([&](app::View& view) -> json {
        auto rows = app::store::list_letters(view.db, view.town.id, stage, after, app::Listing::page_rows + 1);
        const bool more = listing.cut(rows);
        json models = json::array();
        for (const auto& one : rows) models.push_back(row_model(context, one));
        return {{"tabs", tabs_model(view, context, stage)},
                {"notice", notice_model(view, context)},
                {"about", context.words.say(fmt::format("letters.about_{}", stage))},
                {"nothing", rows.empty()},
                {"rows", std::move(models)},
                {"attempts_action", stage == "waiting" && !rows.empty() ? fmt::format("{}/attempts", path) : ""},
                {"pager", listing.pager_model(more ? to_text(rows.back().id) : "")}};
    });
    model["csrf"] = context.csrf();
    return context.show({.view = "letters/office_letters",
                         .model = std::move(model),
                         .title = context.words.say("menu.letters"),
                         .section = "office.letters"});
}

web::Response try_one(Context& context)
{
    const web::Form form(context.request, web::FormFields());
    const auto id = context.path_id<app::Letter>("letter");
    context.change([&](app::Work& work) {
        const auto letter = app::store::find_letter(work.tx, work.town.id, id);
        if (!letter) throw NotFound("letter");
        app::store::hurry_letter(work.tx, work.town.id, id, work.now, work.now + app::letter_lease);
        work.record("letters.try_again", "letter/" + to_text(id), {{"kind", letter->kind}});
        return Result<bool>(true);
    });
    return context.go(path, "flash.letters.tried");
}

web::Response try_all(Context& context)
{
    const web::Form form(context.request, web::FormFields());
    context.change([&](app::Work& work) {
        const auto count = app::store::hurry_waiting(work.tx, work.town.id, work.now, work.now + app::letter_lease);
        work.record("letters.try_all_again", "letters", {{"letters", count}});
        return Result<bool>(true);
    });
    return context.go(path, "flash.letters.tried");
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get("/office/letters", keep_letters, letters_page);
    routes.post("/office/letters/attempts", keep_letters, try_all);
    routes.post("/office/letters/{letter}/attempt", keep_letters, try_one);
}

}  // namespace veche::letters
