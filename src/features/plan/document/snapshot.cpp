#include "features/plan/document/snapshot.hpp"

#include <nlohmann/json.hpp>

#include "app/object.hpp"
#include "core/expect.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

template <class T>
T known(std::optional<T> value)
{
    VECHE_EXPECT(value.has_value());
    return std::move(*value);
}

json line_text(const SnapshotLine& line)
{
    const auto& content = line.content;
    return app::object({{"id", to_text(line.id)},
                        {"number", content.number ? json(*content.number) : json(nullptr)},
                        {"section", content.section},
                        {"title", content.title},
                        {"kind", to_text(content.kind)},
                        {"when", app::object({{"text", content.when.text},
                                              {"precision", to_text(content.when.precision)},
                                              {"repeat", to_text(content.when.repeat)},
                                              {"periods", store_periods(content.when.periods)},
                                              {"warnings", content.when.warnings}})},
                        {"place", content.place},
                        {"responsible", content.responsible},
                        {"audience", content.audience},
                        {"age_mark", content.age_mark ? json(to_text(*content.age_mark)) : json(nullptr)},
                        {"announced", line.announced},
                        {"moves", line.moves}});
}

SnapshotLine line_from(const json& text)
{
    SnapshotLine line;
    line.id = known(parse_id<Line>(text.at("id").get<std::string>()));
    auto& content = line.content;
    if (!text.at("number").is_null()) content.number = text.at("number").get<int>();
    content.section = text.at("section");
    content.title = text.at("title");
    content.kind = known(parse_full_kind(text.at("kind").get<std::string>()));
    const auto& when = text.at("when");
    content.when.text = when.at("text");
    content.when.precision = known(language::parse_precision(when.at("precision").get<std::string>()));
    content.when.repeat = known(language::parse_repeat(when.at("repeat").get<std::string>()));
    content.when.periods = language::load_periods(when.at("periods").get<std::string>());
    content.when.warnings = when.at("warnings").get<std::vector<std::string>>();
    content.place = text.at("place");
    content.responsible = text.at("responsible").get<std::vector<std::string>>();
    content.audience = text.at("audience");
    if (!text.at("age_mark").is_null())
        content.age_mark = known(parse_age_mark(text.at("age_mark").get<std::string>()));
    line.announced = text.at("announced");
    line.moves = text.at("moves");
    return line;
}

}  // namespace

std::string store_snapshot(const std::vector<SnapshotLine>& lines)
{
    json all = json::array();
    for (const auto& line : lines) all.push_back(line_text(line));
    return all.dump();
}

std::vector<SnapshotLine> load_snapshot(std::string_view text)
{
    const json all = json::parse(text, nullptr, false);
    VECHE_EXPECT(all.is_array());
    std::vector<SnapshotLine> lines;
    try {
        for (const auto& line : all) lines.push_back(line_from(line));
    } catch (const json::exception&) {
        VECHE_EXPECT(!"a snapshot that this program did not write");
    }
    return lines;
}

}  // namespace veche::plan
