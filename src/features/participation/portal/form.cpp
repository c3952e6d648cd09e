#include "features/participation/portal/form.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "app/contacts/call_us.hpp"
#include "app/site.hpp"
#include "app/token.hpp"
#include "core/whole.hpp"
#include "features/accounts/feature.hpp"
#include "language/when/in_words.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;
using web::FieldKind;

bool is_key(std::string_view key)
{
    return app::is_token_text(key, 43, 43);
}

namespace {

/// "name-1" … "name-50": the tables of fields hold on to them.
std::string_view numbered(std::string_view word, std::size_t number)
{
    static const auto make = [](std::string_view of) {
        std::array<std::string, guests_limit> names;
        for (std::size_t i = 0; i < names.size(); ++i) names[i] = fmt::format("{}-{}", of, i + 1);
        return names;
    };
    static const auto names = make("name"), ages = make("age");
    return (word == "name" ? names : ages)[number - 1];
}

constexpr web::FormField hidden_fields[] = {{.name = "key", .kind = FieldKind::hidden},
                                            {.name = "rows", .kind = FieldKind::hidden},
                                            {.name = "deed", .kind = FieldKind::hidden}};
constexpr web::FormField contact_field{.name = "contact",
                                       .label = "participation.contact",
                                       .hint = "participation.contact_hint",
                                       .limit = guest_limit,
                                       .obligatory = true,
                                       .autocomplete = "name"};
constexpr web::FormField email_field{.name = "email",
                                     .kind = FieldKind::email,
                                     .label = "participation.email",
                                     .hint = "participation.email_hint",
                                     .autocomplete = "email"};
constexpr web::FormField phone_field{.name = "phone",
                                     .kind = FieldKind::phone,
                                     .label = "participation.phone",
                                     .hint = "participation.phone_hint",
                                     .limit = phone_limit,
                                     .look = "middling",
                                     .autocomplete = "tel"};
constexpr web::FormField group_field{
    .name = "group", .label = "participation.group", .hint = "participation.group_hint", .limit = group_limit};
constexpr web::FormField data_consent_field{
    .name = "data_consent", .kind = FieldKind::box, .label = "participation.data_consent"};
constexpr web::FormField thanks_consent_field{.name = "thanks_consent",
                                              .kind = FieldKind::box,
                                              .label = "participation.thanks_consent",
                                              .hint = "participation.thanks_consent_hint"};
constexpr web::FormField child_consent_field{
    .name = "child_consent", .kind = FieldKind::box, .label = "participation.child_consent"};

web::FormField name_field(std::size_t number)
{
    return {.name = numbered("name", number), .label = "participation.name", .limit = guest_limit};
}

web::FormField age_field(std::size_t number)
{
    return {.name = numbered("age", number),
            .kind = FieldKind::whole,
            .label = "participation.age",
            .limit = 3,
            .look = "narrow"};
}

/// How a guest is called above their fields, and in the list of what is wrong.
std::string guest_title(const language::Words& words, std::size_t number)
{
    return words.say("participation.guest", {{"number", std::to_string(number)}});
}

std::vector<app::questions::Asking::Row> rows_of(const language::Words& words, const FormPlace& place)
{
    std::vector<app::questions::Asking::Row> rows;
    for (int i = 1; i <= place.sign_up.guests_most; ++i)
        rows.push_back(
            {.number = i, .called = place.sign_up.guests_most > 1 ? guest_title(words, std::size_t(i)) : ""});
    return rows;
}

}  // namespace

EntryFields::EntryFields(const language::Words& words, const FormPlace& place)
    : asking_(words,
              {.questions = place.questions, .rows = rows_of(words, place), .given = place.given, .age_field = "age-"}),
      table_(std::begin(hidden_fields), std::end(hidden_fields))
{
    const auto add = [&](const std::vector<web::FormField>& some) {
        table_.insert(table_.end(), some.begin(), some.end());
    };
    table_.push_back(contact_field);
    if (!place.letters && !place.by_phone) table_.push_back(phone_field);
    if (place.teller != Teller::changes) table_.push_back(email_field);
    if (place.letters && !place.by_phone) table_.push_back(phone_field);
    table_.push_back(group_field);
    for (std::size_t i = 1; i <= std::size_t(place.sign_up.guests_most); ++i) {
        table_.push_back(name_field(i));
        table_.push_back(age_field(i));
        add(asking_.fields_of(int(i)));
    }
    add(asking_.fields_of(app::questions::whole_entry));
    if (place.teller != Teller::changes) table_.push_back(data_consent_field);
    table_.push_back(child_consent_field);
    if (place.teller != Teller::changes) table_.push_back(thanks_consent_field);
}

namespace {

std::string ages_words(const language::Words& words, const SignUp& sign_up)
{
    if (sign_up.age_least && sign_up.age_most)
        return words.say("participation.ages_between",
                         {{"least", std::to_string(*sign_up.age_least)}, {"most", std::to_string(*sign_up.age_most)}});
    if (sign_up.age_least) return words.say("participation.ages_from", {{"least", std::to_string(*sign_up.age_least)}});
    if (sign_up.age_most) return words.say("participation.ages_to", {{"most", std::to_string(*sign_up.age_most)}});
    return "";
}

json page_model(Context& context, const FormPlace& place)
{
    const auto& words = context.words;
    const bool changes = place.teller == Teller::changes, office = place.teller == Teller::colleague;
    return {{"heading", words.say(changes  ? "participation.change_heading"
                                  : office ? "participation.new_heading"
                                           : "participation.heading",
                                  {{"title", place.occasion.title}})},
            {"csrf", context.csrf()},
            {"action", place.action},
            {"back_href", place.back_href},
            {"back_title", words.say(changes  ? "participation.to_entry"
                                     : office ? "participation.office_heading"
                                              : "participation.to_line")},
            {"send_title", words.say(changes  ? "form.save"
                                     : office ? "participation.enter"
                                              : "participation.send")},
            {"when", language::time_words(words, place.occasion.when)},
            {"place", place.occasion.place},
            {"room", words.say(fmt::format("participation.room_{}", to_text(place.room)))},
            {"takes", place.room != Room::closed && place.room != Room::full},
            {"ages", ages_words(words, place.sign_up)},
            {"bring", place.sign_up.bring},
            {"several", place.sign_up.guests_most > 1},
            {"call_us", office ? json(false) : app::call_us_model(context)},
            {"by_resident", place.teller == Teller::fresh}};
}

/// Where a row's button leads: its own page, at the field in which one goes on writing.
std::string to_name(const FormPlace& place, std::size_t number)
{
    return fmt::format("{}#{}", place.action, numbered("name", number));
}

/// The fields of each guest, apart from the others: {title, name, age, questions, drop: the deed, drop_href}.
json guests_model(const language::Words& words, const FormPlace& place, const EntryFields& entry_fields, json& fields,
                  const Rows& rows)
{
    json guests = json::array();
    for (std::size_t i = 1; i <= rows.open + std::size_t(rows.spare); ++i) {
        const bool drops = rows.open > 1 && i <= rows.open;
        guests.push_back({{"title", guest_title(words, i)},
                          {"questions", entry_fields.asking().part(fields, int(i))},
                          {"name", std::move(fields[std::string(numbered("name", i))])},
                          {"age", std::move(fields[std::string(numbered("age", i))])},
                          {"drop", drops ? fmt::format("drop-{}", i) : ""},
                          {"drop_href", to_name(place, std::max<std::size_t>(i, 2) - 1)}});
    }
    return guests;
}

/// Guests, and the buttons that add one.
void show_guests(json& model, const language::Words& words, const FormPlace& place, const EntryFields& fields,
                 Rows rows)
{
    const auto most = std::size_t(place.sign_up.guests_most);
    rows.open = std::min(rows.open, most);
    rows.spare = rows.spare && rows.open < most;
    const auto all = rows.open + std::size_t(rows.spare);
    json guests = guests_model(words, place, fields, model["field"], rows);
    model["spare"] = false;
    if (rows.spare) {
        model["spare"] = guests.back();
        guests.erase(guests.size() - 1);
    }
    model["guests"] = std::move(guests);
    model["more_href"] = all < most ? to_name(place, all + 1) : "";
    model["field"]["rows"]["value"] = std::to_string(all);
}

}  // namespace

namespace {

/// What a colleague asks aloud, and is told.
std::map<std::string_view, std::string> spoken_labels(const language::Words& words)
{
    return {{"contact", words.say("participation.contact_told")},
            {"data_consent", words.say("participation.data_consent_told")},
            {"child_consent", words.say("participation.child_consent_told")},
            {"thanks_consent", words.say("participation.thanks_consent_told")}};
}

}  // namespace

web::Response show_form(Context& context, const FormPlace& place, const Rows& rows, const app::FormContent& stored,
                        const web::Form* sent)
{
    const EntryFields fields(context.words, place);
    json model = page_model(context, place);
    app::FormContent content = stored;
    if (place.teller == Teller::colleague) content.labels = spoken_labels(context.words);
    content.hints["child_consent"] =
        context.words.say("participation.child_text", {{"age", std::to_string(place.terms.adult)}});
    fields.asking().show_in(content);
    if (rows.typed) content.values = stored.values;
    if (!place.letters) {
        content.hints["phone"] = context.words.say("participation.phone_instead");
        content.hints["email"] = context.words.say("participation.no_letters");
    }
    if (const auto& until = place.thanked_until)
        content.hints["thanks_consent"] =
            context.words.say("participation.thanks_consent_until", {{"day", context.words.day_month_year(*until)}});
    content.hints["data_consent"] = context.words.say("participation.data_consent_term", place.terms.kept_days);
    model.update(app::form_model(context.words, fields.all(), content, sent));
    show_guests(model, context.words, place, fields, rows);
    model["questions"] = fields.asking().part(model["field"], app::questions::whole_entry);
    for (const auto* asked_once : {"email", "phone", "data_consent", "thanks_consent"})
        if (!model["field"].contains(asked_once)) model["field"][asked_once] = false;
    model["reach"] = json::array();
    for (const auto* way : {place.letters ? "email" : "phone", place.letters ? "phone" : "email"})
        if (model["field"][way] != false) model["reach"].push_back(model["field"][way]);
    if (!sent && !rows.typed) model["field"]["key"]["value"] = app::random_token().reveal();
    const std::string title = model["heading"];
    app::Page page{.view = "participation/portal_sign_up", .model = std::move(model), .title = title};
    page.status = sent ? sent->status() : 200;
    page.canonical = place.occasion.url;  // an own page's address is a secret
    if (place.teller == Teller::colleague) page.section = "office.participation";
    return context.show(std::move(page));
}

std::size_t rows_in(const web::Form& form, const SignUp& sign_up)
{
    const auto rows = form.own_number("rows", 1);
    if (rows > guests_limit) throw web::BadRequest("rows");
    return std::size_t(std::min<std::int64_t>(rows, sign_up.guests_most));
}

bool wants_rows(const web::Form& form)
{
    return form.text("deed") == "more" || form.text("deed").starts_with("drop-");
}

namespace {

bool is_typed(const web::Form& form, const EntryFields& fields, std::size_t row)
{
    return !form.text(numbered("name", row)).empty() || !form.text(numbered("age", row)).empty() ||
           fields.asking().typed_in(form, int(row));
}

/// The names of a row's fields, in the order of every row.
std::vector<std::string_view> names_of_row(const EntryFields& fields, std::size_t row)
{
    std::vector<std::string_view> names{numbered("name", row), numbered("age", row)};
    for (const auto& field : fields.asking().fields_of(int(row))) names.push_back(field.name);
    return names;
}

/// All that was typed, without a row: those below it move up.
app::FormContent without_row(const web::Form& form, const EntryFields& fields, std::size_t rows, std::size_t gone)
{
    std::map<std::string_view, std::string_view> moved;
    for (std::size_t row = gone; row <= rows; ++row) {
        const auto from = names_of_row(fields, row);
        const auto to = row > gone ? names_of_row(fields, row - 1) : std::vector<std::string_view>(from.size());
        for (std::size_t i = 0; i < from.size(); ++i) moved[from[i]] = to[i];
    }
    app::FormContent content;
    for (const auto& field : fields.all()) {
        const auto found = moved.find(field.name);
        const auto name = found == moved.end() ? field.name : found->second;
        if (name.empty()) continue;
        for (const auto& text : form.texts(field.name)) content.values.emplace_back(name, text);
    }
    return content;
}

}  // namespace

Rows typed_rows(const web::Form& form, const EntryFields& fields, const FormPlace& place)
{
    Rows rows;
    for (std::size_t row = 1; row <= rows_in(form, place.sign_up); ++row)
        if (is_typed(form, fields, row)) rows.open = row;
    return rows;
}

web::Response show_rows(Context& context, const FormPlace& place, const EntryFields& fields, const web::Form& form)
{
    const auto rows = rows_in(form, place.sign_up);
    if (form.text("deed") == "more") return show_form(context, place, {.open = rows + 1, .spare = false}, {}, &form);
    const auto gone = parse_whole<std::size_t>(std::string_view(form.text("deed")).substr(5), 1, rows);
    if (!gone) throw web::BadRequest("deed");
    Rows left = typed_rows(form, fields, place);
    if (left.open >= *gone && left.open > 1) --left.open;
    left.typed = true;
    return show_form(context, place, left, without_row(form, fields, rows, *gone));
}

std::string network_in(const Context& context)
{
    return context.site.settings().mail_set_up ? app::token_hash(accounts::network_of(context.request.peer))
                                               : std::string();
}

void refuse_faults(web::Form& form, const Application& application, const FormPlace& place, Instant now)
{
    std::set<std::string> refused;
    for (const auto& refusal : form.refusals()) refused.insert(refusal.field);
    for (auto& fault : faults_of(application, place.sign_up, place.terms, now))
        if (!refused.contains(fault.field)) form.refuse(std::move(fault));
}

namespace {

/// What was answered by those who stand in these rows, which become their places in the application.
Answering answering_in(web::Form& form, const EntryFields& fields, const FormPlace& place,
                       const std::vector<app::questions::Person>& people)
{
    std::map<int, int> places;
    for (std::size_t i = 0; i < people.size(); ++i) places[people[i].position] = int(i);
    return {.answers = app::questions::at_positions(fields.asking().read(form, people), places),
            .version = place.questions.version};
}

}  // namespace

Application application_in(web::Form& form, const EntryFields& fields, const FormPlace& place, std::size_t rows)
{
    Application application{.contact = form.line("contact"),
                            .email = form.asks("email") ? form.email("email") : Email(),
                            .phone = form.asks("phone") ? form.phone("phone") : Phone(),
                            .group = form.line("group"),
                            .guests = {},
                            .data_consent = form.flag("data_consent"),
                            .child_consent = form.flag("child_consent"),
                            .thanks_consent = form.asks("thanks_consent") && form.flag("thanks_consent")};
    const bool need_ages = place.questions.need_ages(app::questions::Moment::at_once);
    std::vector<app::questions::Person> people;
    for (std::size_t i = 1; i <= rows; ++i) {
        const auto field = numbered("name", i);
        auto name = form.line(field);
        const auto age = form.whole(numbered("age", i), {.least = 0, .most = 120, .wrong = "participation.age_wrong"});
        if (!is_typed(form, fields, i)) continue;
        if (form.text(field).empty()) form.refuse({RefusalKind::invalid, "text.empty", std::string(field), {}});
        if (need_ages && form.text(numbered("age", i)).empty())
            form.refuse({RefusalKind::invalid, "participation.age_needed", std::string(numbered("age", i)), {}});
        application.guests.push_back({.name = std::move(name), .age = age ? std::optional(int(*age)) : std::nullopt});
        people.push_back({int(i), application.guests.back().age});
    }
    application.answering = answering_in(form, fields, place, people);
    return application;
}

app::FormContent content_of(const Entry& entry)
{
    app::FormContent content{.values = {{"contact", entry.contact}, {"phone", entry.phone}, {"group", entry.group}}};
    for (std::size_t i = 1; i <= entry.guests.size(); ++i) {
        const auto& guest = entry.guests[i - 1];
        content.values.emplace_back(numbered("name", i), guest.name);
        content.values.emplace_back(numbered("age", i), digits_or_none(guest.age));
    }
    return content;
}

}  // namespace veche::participation
