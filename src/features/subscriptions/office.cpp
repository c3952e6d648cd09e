// The office sees how many, never who.

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/object.hpp"
#include "features/subscriptions/access.hpp"
#include "features/subscriptions/commands.hpp"
#include "features/subscriptions/edges.hpp"
#include "features/subscriptions/queries.hpp"

namespace veche::subscriptions {

using app::Context;
using nlohmann::json;

namespace {

constexpr web::FormField deletion_fields[] = {{.name = "email",
                                               .kind = web::FieldKind::email,
                                               .label = "subscriptions.residents_email",
                                               .obligatory = true,
                                               .autocomplete = "off"}};

json counts_model(const language::Words& words, const std::vector<store::ChoiceCount>& choices, std::string_view aspect)
{
    json models = json::array();
    for (const auto& one : choices)
        if (one.aspect == aspect)
            models.push_back(
                app::object({{"title", aspect == "kind" ? words.say(fmt::format("kind.{}", one.word)) : one.word},
                             {"count", words.number(one.subscribers)}}));
    return models;
}

web::Response show(Context& context, const web::Form* form)
{
    const auto& words = context.words;
    const auto counts = context.read([](app::View& view) { return counts_of(view); });
    json groups = json::array();
    for (const auto& [aspect, message] :
         {std::pair("kind", "subscriptions.by_kind"), std::pair("place", "subscriptions.by_place"),
          std::pair("audience", "subscriptions.by_audience")}) {
        auto rows = counts_model(words, counts.choices, aspect);
        if (!rows.empty()) groups.push_back({{"title", words.say(message)}, {"rows", std::move(rows)}});
    }
    return app::show_form(context,
                          {.view = "subscriptions/office_subscriptions",
                           .model = {{"confirmed", words.number(counts.confirmed)},
                                     {"asked", words.number(counts.asked)},
                                     {"weekly", words.number(counts.weekly)},
                                     {"urgent", words.number(counts.urgent)},
                                     {"has_groups", !groups.empty()},
                                     {"groups", groups},
                                     {"may_delete", may_delete_address(context.actor)}},
                           .title = words.say("subscriptions.office_heading"),
                           .section = "office.subscriptions"},
                          deletion_fields, {}, form);
}

web::Response counts_page(Context& context)
{
    return show(context, nullptr);
}

web::Response delete_one(Context& context)
{
    web::Form form(context.request, deletion_fields);
    const auto email = form.email("email");
    if (!form.good()) return show(context, &form);
    const auto done = context.change([&](app::Work& work) { return delete_address(work, email); });
    if (done) return context.go("/office/subscriptions", "flash.subscription_deleted");
    form.refuse(done.error());
    return show(context, &form);
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get("/office/subscriptions", see_counts, counts_page);
    routes.post("/office/subscriptions/deletion", delete_addresses, delete_one);
}

}  // namespace veche::subscriptions
