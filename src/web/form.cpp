#include "web/form.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::web {

namespace {

// Every form carries it and the site checks it before any handler runs, so handlers need not list it.
constexpr std::string_view csrf_field = "csrf";

bool contains(std::initializer_list<std::string_view> list, std::string_view name)
{
    return std::ranges::find(list, name) != list.end();
}

bool has_prefix(std::initializer_list<std::string_view> prefixes, std::string_view name)
{
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
}

/// A number as people write it, without the spaces between its thousands: "1 200", also with no-break spaces.
std::string without_spaces(std::string_view text)
{
    std::string kept(trimmed(text));
    for (const std::string_view space : {" ", "\u00A0", "\u202F"})
        for (auto at = kept.find(space); at != std::string::npos; at = kept.find(space, at))
            kept.erase(at, space.size());
    return kept;
}

constexpr std::int64_t most_roubles = 10'000'000'000'000;

/// "1234", "1234,5", "1234.50": hundredths.
std::optional<std::int64_t> parse_money(std::string_view text)
{
    const auto mark = text.find_first_of(",.");
    const auto roubles = parse_whole<std::int64_t>(text.substr(0, mark), 0, most_roubles);
    if (!roubles || mark == std::string_view::npos) return roubles ? std::optional(*roubles * 100) : std::nullopt;
    const auto rest = text.substr(mark + 1);
    const auto part = parse_whole<std::int64_t>(rest, 0, 99);
    if (!part || rest.size() > 2) return std::nullopt;
    return *roubles * 100 + (rest.size() == 1 ? *part * 10 : *part);
}

}  // namespace

Form::Form(const Request& request, Fields fields)
    : request_(request), single_(fields.single.begin(), fields.single.end())
{
    std::map<std::string_view, int, std::less<>> seen;
    for (const auto& [name, value] : request.form) {
        if (contains(fields.many, name)) continue;
        const bool listed = contains(fields.single, name) || name == csrf_field;
        if (!listed && !has_prefix(fields.prefixes, name)) throw BadRequest("unknown field " + name);
        if (++seen[name] > 1) throw BadRequest("repeated field " + name);
    }
    for (const auto& name : request.broken_form)
        refuse({.kind = RefusalKind::invalid, .message = "text.broken", .field = name});
}

Form::Form(const Request& request, FormFields table, std::string_view moving) : request_(request), table_(table)
{
    std::map<std::string_view, int, std::less<>> seen;
    for (const auto& [name, value] : request.form) {
        const auto* field = find_field(table, name);
        if (!field && !moving.empty() && name.starts_with(moving)) {
            if (!trimmed(value).empty()) strays_.push_back(name);
            continue;
        }
        if (!field && name != csrf_field) throw BadRequest("unknown field " + name);
        const bool repeats = field && field->kind == FieldKind::boxes;
        if (!repeats && ++seen[name] > 1) throw BadRequest("repeated field " + name);
    }
    for (const auto& name : request.broken_form)
        refuse({.kind = RefusalKind::invalid, .message = "text.broken", .field = name});
}

const std::string& Form::text(std::string_view field) const
{
    static const std::string empty;
    const auto* value = request_.form_value(field);
    return value ? *value : empty;
}

std::vector<std::string> Form::texts(std::string_view field) const
{
    std::vector<std::string> values;
    for (const auto& [name, value] : request_.form)
        if (name == field) values.push_back(value);
    return values;
}

bool Form::flag(std::string_view field) const
{
    const auto* value = request_.form_value(field);
    if (value && *value != "1") throw BadRequest("a check box is 1 or absent: " + std::string(field));
    return value != nullptr;
}

FormField Form::field_of(std::string_view field) const
{
    const auto* found = find_field(table_, field);
    return found ? *found : FormField{.name = field};
}

bool Form::is_left_out(std::string_view field)
{
    if (!trimmed(text(field)).empty()) return false;
    const auto asked = field_of(field);
    if (asked.obligatory)
        refuse({.kind = RefusalKind::invalid, .message = std::string(asked.empty), .field = std::string(field)});
    return true;
}

std::string Form::line(std::string_view field)
{
    return is_left_out(field) ? "" : take(parse_line(text(field), field, 1, field_of(field).limit));
}

std::string Form::paragraphs(std::string_view field)
{
    return is_left_out(field) ? "" : take(parse_paragraphs(text(field), field, 1, field_of(field).limit));
}

std::vector<std::string> Form::lines(std::string_view field, const Lines& bounds)
{
    std::vector<std::string> found;
    if (is_left_out(field)) return found;
    for (std::string_view rest = text(field); !rest.empty();) {
        const auto end = std::min(rest.find_first_of(bounds.ends), rest.size());
        const auto one = one_line(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!one.empty()) found.push_back(take(parse_line(one, field, 1, field_of(field).limit)));
    }
    if (found.size() > bounds.most)
        refuse({RefusalKind::invalid,
                std::string(bounds.too_many),
                std::string(field),
                {{"most", std::to_string(bounds.most)}}});
    return found;
}

Email Form::email(std::string_view field)
{
    return is_left_out(field) ? Email{} : take(Email::parse(text(field), field));
}

Phone Form::phone(std::string_view field)
{
    const auto typed = line(field);
    return typed.empty() ? Phone{} : take(Phone::parse(typed, field));
}

std::optional<std::int64_t> Form::whole(std::string_view field, const Bounds& bounds)
{
    if (is_left_out(field)) return std::nullopt;
    const auto number = parse_whole(without_spaces(text(field)), bounds.least, bounds.most);
    if (!number)
        refuse({RefusalKind::invalid,
                std::string(bounds.wrong),
                std::string(field),
                {{"least", std::to_string(bounds.least)}, {"most", std::to_string(bounds.most)}}});
    return number;
}

std::optional<Day> Form::day(std::string_view field)
{
    if (is_left_out(field)) return std::nullopt;
    const auto day = parse_iso_day(trimmed(text(field)));
    if (!day) refuse({RefusalKind::invalid, "when.form_bad_day", std::string(field), {}});
    return day;
}

std::optional<int> Form::clock(std::string_view field)
{
    if (is_left_out(field)) return std::nullopt;
    const auto minute = parse_clock(trimmed(text(field)));
    if (!minute) refuse({RefusalKind::invalid, "when.form_bad_time", std::string(field), {}});
    return minute;
}

std::optional<std::int64_t> Form::money(std::string_view field)
{
    if (is_left_out(field)) return std::nullopt;
    const auto sum = parse_money(without_spaces(text(field)));
    if (!sum) refuse({RefusalKind::invalid, "form.money_wrong", std::string(field), {}});
    return sum;
}

std::int64_t Form::own_number(std::string_view field, std::int64_t least) const
{
    return *known(field, parse_whole(text(field), least, std::numeric_limits<std::int64_t>::max()));
}

nlohmann::json Form::model(const language::Words& words) const
{
    auto values = nlohmann::json::object();
    auto errors = nlohmann::json::object();
    auto list = nlohmann::json::array();
    for (const auto& field : single_) {
        values[field] = text(field);
        errors[field] = "";
    }
    for (const auto& refusal : refusals_) {
        const auto said = words.say(refusal);
        list.push_back({{"field", refusal.field}, {"words", said}});
        if (refusal.field.empty()) continue;
        auto& beside = errors[refusal.field];  // one sentence beside a field: the first
        if (beside.is_null() || beside == "") beside = said;
    }
    return {{"values", values}, {"errors", errors}, {"error_list", list}, {"has_errors", !list.empty()}};
}

int Form::status() const
{
    const auto any = [&](RefusalKind kind) {
        return std::ranges::any_of(refusals_, [&](const Refusal& refusal) { return refusal.kind == kind; });
    };
    return good() ? 200 : any(RefusalKind::too_many) ? 429 : any(RefusalKind::conflict) ? 409 : 422;
}

}  // namespace veche::web
