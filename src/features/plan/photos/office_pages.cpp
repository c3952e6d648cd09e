#include "features/plan/photos/office_pages.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/media.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/life/words.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

constexpr std::array<int, 3> thirds = {0, 50, 100};

json focuses_model(const language::Words& words, const Focus& chosen)
{
    json all = json::array();
    for (const int y : thirds)
        for (const int x : thirds) {
            const Focus focus{x, y};
            all.push_back({{"value", focus_text(focus)},
                           {"title", words.say("plan.focus_" + std::to_string(x) + "_" + std::to_string(y))},
                           {"chosen", focus == chosen}});
        }
    return all;
}

json people_model(const language::Words& words, People chosen)
{
    json all = json::array();
    for (const auto people : {People::agreed, People::nobody, People::ask})
        all.push_back({{"value", to_text(people)},
                       {"title", words.say(fmt::format("plan.people_{}", to_text(people)))},
                       {"chosen", people == chosen}});
    return all;
}

std::string state_words(const language::Words& words, const Photo& photo, bool announced)
{
    if (photo.words.alt.empty()) return words.say("office.photo_without_alt");
    if (photo.words.people == People::ask) return words.say("office.photo_unasked");
    return words.say(announced ? "office.photo_shown" : "office.photo_ready");
}

json photo_model(const language::Words& words, const Photo& photo, std::size_t number, bool announced)
{
    return {
        {"id", to_text(photo.id)},
        {"number", number},
        {"heading", words.say("office.photo_number", {{"number", std::to_string(number)}})},
        {"main", number == 1},
        {"image", app::media::address(photo.files.small)},
        {"large", app::media::address(photo.files.large)},
        {"width", photo.files.width},
        {"height", photo.files.height},
        {"state", {{"code", photo.is_ready() ? "held" : "overdue"}, {"title", state_words(words, photo, announced)}}},
        {"version", std::to_string(photo.version)},
        {"alt", photo.words.alt},
        {"author", photo.words.author},
        {"place", std::to_string(number)},
        {"remove", false},
        {"focuses", focuses_model(words, photo.words.focus)},
        {"peoples", people_model(words, photo.words.people)},
        {"alt_error", ""},
        {"author_error", ""},
        {"meanwhile", ""}};
}

}  // namespace

std::string focus_text(const Focus& focus)
{
    return fmt::format("{}-{}", focus.x, focus.y);
}

std::optional<Focus> parse_focus(std::string_view text)
{
    for (const int y : thirds)
        for (const int x : thirds)
            if (focus_text({x, y}) == text) return Focus{x, y};
    return std::nullopt;
}

json photos_model(const language::Words& words, const Line& line, const Happening& happening,
                  const std::vector<Photo>& photos)
{
    json models = json::array();
    for (const auto& photo : photos) models.push_back(photo_model(words, photo, models.size() + 1, line.announced()));
    const bool held = std::holds_alternative<Held>(happening.outcome);
    return {{"heading", words.say("office.photos_heading")},
            {"title", line.content.title},
            {"told", told_words(words, happening)},
            {"action", fmt::format("{}/happenings/{}/photos", office_line_path(line), to_text(happening.id))},
            {"back_href", office_line_path(line)},
            {"closed", held ? "" : words.say("plan.photos_after_report")},
            {"meanwhile", false},
            {"open", held},
            {"room", photos.size() < photos_most},
            {"photos", models},
            {"values", {{"author", ""}}},
            {"errors", {{"author", ""}, {"files", ""}}},
            {"error_list", json::array()},
            {"has_errors", false}};
}

}  // namespace veche::plan
