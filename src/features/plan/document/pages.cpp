#include "features/plan/document/pages.hpp"

#include <fmt/format.h>

#include "features/plan/access.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

std::string office_path(int year)
{
    return fmt::format("/office/plan/{}", year);
}

std::string made_words(const language::Words& words, const app::Town& town, const PlanVersion& version)
{
    return words.say("document.made",
                     {{"day", words.day_month_year(town.zone.local(version.made).day)}, {"who", version.by}});
}

std::string version_title(const language::Words& words, const PlanVersion& version)
{
    return version.stage == DocumentStage::approved ? act_words(words, version) : words.say("document.agreed_version");
}

json versions_model(const language::Words& words, const app::Town& town, const Document& document)
{
    json models = json::array();
    for (auto one = document.versions.rbegin(); one != document.versions.rend(); ++one)
        models.push_back({{"number", one->number},
                          {"title", version_title(words, *one)},
                          {"made", made_words(words, town, *one)},
                          {"in_force", &*one == document.approval()},
                          {"href", fmt::format("{}/document/versions/{}", office_path(document.year), one->number)}});
    return models;
}

constexpr const char* field_message(Field field)
{
    switch (field) {
        case Field::number: return "office.number";
        case Field::section: return "office.section";
        case Field::title: return "office.title";
        case Field::when: return "office.when";
        case Field::place: return "plan.place";
        case Field::responsible: return "plan.responsible";
        case Field::audience: return "plan.audience";
    }
    return "office.title";
}

/// What is said of a line in the first place, as DifferenceCounts counts it; its colour is that of a state.
struct Label {
    const char* code;
    const char* message;
};
Label label_of(const Difference& one)
{
    if (one.kind == Difference::Kind::added) return {"changed", "document.added"};
    if (one.kind == Difference::Kind::removed) return {"cancelled", "document.removed"};
    if (one.standing() == Standing::cancelled) return {"cancelled", "document.cancelled"};
    if (one.moved()) return {"moved", "document.moved"};
    if (one.kind == Difference::Kind::changed) return {"changed", "document.changed"};
    return {"held", "document.held"};
}

json difference_model(const language::Words& words, const Difference& one, Side side)
{
    const auto label = label_of(one);
    const LineContent& content = one.present ? one.present->content : *one.former;
    json fields = json::array();
    for (const auto& change : one.fields)
        fields.push_back({{"title", words.say(field_message(change.field))},
                          {"former", change.former.empty() ? "—" : change.former},
                          {"present", change.present.empty() ? "—" : change.present}});
    json notes = json::array();
    if (one.present) {
        for (const auto move : one.moves) notes.push_back(moved_words(words, *one.present, move));
        for (const auto& happening : one.present->happenings) {
            auto told = told_words(words, happening);
            if (!told.empty()) notes.push_back(std::move(told));
        }
    }
    std::string href;
    if (one.present) href = side == Side::office ? office_line_path(*one.present) : line_path(*one.present);
    return {{"title", content.title}, {"number", content.number ? fmt::format("№ {}", *content.number) : ""},
            {"href", href},           {"state", {{"code", label.code}, {"title", words.say(label.message)}}},
            {"fields", fields},       {"has_fields", !fields.empty()},
            {"notes", notes}};
}

json counts_model(const language::Words& words, const DifferenceCounts& counts)
{
    json models = json::array();
    const auto add = [&](std::int64_t value, const char* message) {
        if (value > 0) models.push_back(words.say(message, value));
    };
    add(counts.same, "document.count_same");
    add(counts.added, "document.count_added");
    add(counts.removed, "document.count_removed");
    add(counts.changed, "document.count_changed");
    add(counts.moved, "document.count_moved");
    add(counts.cancelled, "document.count_cancelled");
    add(counts.held, "document.count_held");
    return models;
}

}  // namespace

std::string act_words(const language::Words& words, const PlanVersion& version)
{
    return words.say("document.act_line", {{"act", version.act},
                                           {"number", version.act_number},
                                           {"day", version.act_day ? words.day_month_year(*version.act_day) : ""}});
}

json document_model(const language::Words& words, const app::Town& town, const Document& document,
                    const app::Actor& actor)
{
    const std::string path = office_path(document.year);
    const auto* approval = document.approval();
    const bool draft = document.stage == DocumentStage::draft, agreed = document.stage == DocumentStage::agreed;
    const bool approved = document.stage == DocumentStage::approved;
    const char* code = draft ? "planned" : agreed ? "waiting" : "held";
    const json versions = versions_model(words, town, document);
    const auto year = std::to_string(document.year);
    return {
        {"heading", words.say("document.heading", {{"year", year}})},
        {"list_href", path},
        {"public_href", fmt::format("/plan/{}/document", document.year)},
        {"fact_href", path + "/fact"},
        {"copy_href", may_edit(actor) ? path + "/copy" : ""},
        {"pdf_href", path + "/print.pdf"},
        {"docx_href", path + "/print.docx"},
        {"state", {{"code", code}, {"title", words.say(fmt::format("document.stage_{}", to_text(document.stage)))}}},
        {"text", words.say(fmt::format("document.text_{}", to_text(document.stage)))},
        {"approval", approval ? act_words(words, *approval) : ""},
        {"signer",
         approval ? approval->signer_post + (approval->signer_post.empty() ? "" : " ") + approval->signer_name : ""},
        {"agree", draft && may_edit(actor)},
        {"approve", agreed && may_approve(actor)},
        {"wait", agreed && !may_approve(actor)},
        {"back", (agreed && may_edit(actor)) || (approved && may_approve(actor))},
        {"agree_action", path + "/document/agreement"},
        {"approve_action", path + "/document/approval"},
        {"back_action", path + "/document/draft"},
        {"revision", std::to_string(document.revision)},
        {"versions", versions},
        {"has_versions", !versions.empty()},
        {"meanwhile", ""}};
}

json differences_model(const language::Words& words, const std::vector<Difference>& differences, Side side)
{
    json models = json::array();
    for (const auto& one : differences)
        if (!one.quiet()) models.push_back(difference_model(words, one, side));
    const bool none = models.empty();
    return {{"differences", std::move(models)}, {"counts", counts_model(words, count(differences))}, {"none", none}};
}

json version_model(const language::Words& words, const app::Town& town, int year, const Comparison& found)
{
    return {{"heading", version_title(words, found.version)},
            {"made", made_words(words, town, found.version)},
            {"back_href", office_path(year) + "/document"},
            {"compared", differences_model(words, found.differences, Side::office)}};
}

json public_document_model(const language::Words& words, const PublicDocument& document)
{
    json earlier = json::array();
    for (const auto& one : document.earlier) earlier.push_back(act_words(words, one));
    const auto year = std::to_string(document.year);
    return {{"heading", words.say("document.public_heading", {{"year", year}})},
            {"year_href", fmt::format("/plan/{}", document.year)},
            {"year_title", words.say("plan.heading", {{"year", year}})},
            {"fact_href", fmt::format("/plan/{}/fact", document.year)},
            {"approved", document.approval.has_value()},
            {"act", document.approval ? act_words(words, *document.approval) : ""},
            {"signer", document.approval
                           ? document.approval->signer_post + (document.approval->signer_post.empty() ? "" : " ") +
                                 document.approval->signer_name
                           : ""},
            {"earlier", earlier},
            {"has_earlier", !earlier.empty()},
            {"compared", differences_model(words, document.differences, Side::portal)}};
}

namespace {

json act_json(const PlanVersion& version)
{
    return {{"act", version.act},
            {"number", version.act_number},
            {"day", version.act_day ? json(iso_day(*version.act_day)) : json(nullptr)},
            {"signer_post", version.signer_post},
            {"signer_name", version.signer_name}};
}

constexpr const char* kind_text(Difference::Kind kind)
{
    switch (kind) {
        case Difference::Kind::same: return "same";
        case Difference::Kind::added: return "added";
        case Difference::Kind::removed: return "removed";
        case Difference::Kind::changed: return "changed";
    }
    return "same";
}

}  // namespace

json public_document_json(const PublicDocument& document, const std::string& base_url)
{
    json earlier = json::array(), differences = json::array();
    for (const auto& one : document.earlier) earlier.push_back(act_json(one));
    for (const auto& one : document.differences) {
        if (one.quiet()) continue;
        differences.push_back(
            {{"kind", kind_text(one.kind)},
             {"moved", one.moved()},
             {"standing", to_text(one.standing())},
             {"approved",
              one.former ? json{{"title", one.former->title}, {"when", one.former->when.text}} : json(nullptr)},
             {"line", one.present ? line_json(*one.present, base_url) : json(nullptr)}});
    }
    return {{"year", document.year},
            {"approval", document.approval ? act_json(*document.approval) : json(nullptr)},
            {"earlier", earlier},
            {"differences", differences}};
}

}  // namespace veche::plan
