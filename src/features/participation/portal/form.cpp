#include "features/participation/portal/form.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "app/token.hpp"
#include "core/text.hpp"
#include "language/when/in_words.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

bool is_key(std::string_view key)
{
    return app::is_token_text(key, 43, 43);
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

json guest_row(const language::Words& words, std::size_t number, const std::string& name, const std::string& age)
{
    const auto text = std::to_string(number);
    return {{"number", text},
            {"title", words.say("participation.guest", {{"number", text}})},
            {"name_id", "name-" + text},
            {"age_id", "age-" + text},
            {"name", name},
            {"age", age},
            {"name_error", ""},
            {"age_error", ""}};
}

}  // namespace

json form_model(Context& context, const FormPlace& place, std::size_t rows, const web::Form* form)
{
    const auto& words = context.words;
    json guests = json::array();
    for (std::size_t i = 1; i <= rows; ++i) {
        const auto number = std::to_string(i);
        guests.push_back(
            guest_row(words, i, form ? form->text("name-" + number) : "", form ? form->text("age-" + number) : ""));
    }
    json model = {
        {"heading", words.say(place.changes ? "participation.change_heading" : "participation.heading",
                              {{"title", place.occasion.title}})},
        {"csrf", context.csrf()},
        {"action", place.action},
        {"back_href", place.back_href},
        {"back_title", words.say(place.changes ? "participation.to_entry" : "participation.to_line")},
        {"fresh", !place.changes},
        {"send_title", words.say(place.changes ? "form.save" : "participation.send")},
        {"when", language::time_words(words, place.occasion.when)},
        {"place", place.occasion.place},
        {"room", words.say(fmt::format("participation.room_{}", to_text(place.room)))},
        {"takes", place.room != Room::closed && place.room != Room::full},
        {"ages", ages_words(words, place.sign_up)},
        {"bring", place.sign_up.bring},
        {"key", form ? form->text("key") : app::random_token().reveal()},
        {"rows", std::to_string(rows)},
        {"guests", guests},
        {"more", rows < std::size_t(place.sign_up.guests_most)},
        {"several", place.sign_up.guests_most > 1},
        {"data_consent", form && form->flag("data_consent")},
        {"child_consent", form && form->flag("child_consent")},
        {"values", {{"contact", ""}, {"email", ""}, {"phone", ""}, {"group", ""}}},
        {"errors",
         {{"contact", ""}, {"email", ""}, {"phone", ""}, {"group", ""}, {"data_consent", ""}, {"child_consent", ""}}},
        {"error_list", json::array()},
        {"has_errors", false}};
    if (!form) return model;
    model.update(form->model(words), true);
    for (const auto& refusal : form->refusals())
        for (auto& guest : model["guests"]) {
            if (guest["name_id"] == refusal.field) guest["name_error"] = words.say(refusal);
            if (guest["age_id"] == refusal.field) guest["age_error"] = words.say(refusal);
        }
    return model;
}

web::Response show_form(Context& context, const FormPlace& place, json model, int status)
{
    const std::string title = model["heading"];
    return context.show({.view = "participation/portal_sign_up",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .canonical = place.occasion.url});  // an own page's address is a secret
}

std::size_t rows_in(const web::Form& form, const SignUp& sign_up)
{
    const auto& text = form.text("rows");
    int rows = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rows);
    if (error != std::errc() || end != text.data() + text.size() || rows < 1 || rows > guests_limit)
        throw web::BadRequest("rows");
    return std::size_t(std::min(rows, sign_up.guests_most));
}

namespace {

std::optional<int> age_in(web::Form& form, const std::string& field)
{
    const auto text = trimmed(form.text(field));
    if (text.empty()) return std::nullopt;
    int age = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), age);
    if (error == std::errc() && end == text.data() + text.size() && age >= 0 && age <= 120) return age;
    form.refuse({RefusalKind::invalid, "participation.age_wrong", field, {}});
    return std::nullopt;
}

}  // namespace

void refuse_faults(web::Form& form, const Application& application, const SignUp& sign_up, Instant now)
{
    std::set<std::string> refused;
    for (const auto& refusal : form.refusals()) refused.insert(refusal.field);
    for (auto& fault : faults_of(application, sign_up, now))
        if (!refused.contains(fault.field)) form.refuse(std::move(fault));
}

Application application_in(web::Form& form, std::size_t rows, bool with_email)
{
    Application application{.contact = form.take(parse_line(form.text("contact"), "contact", 1, guest_limit)),
                            .email = with_email ? form.take(Email::parse(form.text("email"))) : Email(),
                            .phone = form.take(parse_line(form.text("phone"), "phone", 0, phone_limit)),
                            .group = form.take(parse_line(form.text("group"), "group", 0, group_limit)),
                            .guests = {},
                            .data_consent = form.flag("data_consent"),
                            .child_consent = form.flag("child_consent")};
    for (std::size_t i = 1; i <= rows; ++i) {
        const auto number = std::to_string(i);
        if (trimmed(form.text("name-" + number)).empty() && trimmed(form.text("age-" + number)).empty()) continue;
        application.guests.push_back(
            {.name = form.take(parse_line(form.text("name-" + number), "name-" + number, 1, guest_limit)),
             .age = age_in(form, "age-" + number),
             .seat = std::nullopt});
    }
    return application;
}

}  // namespace veche::participation
