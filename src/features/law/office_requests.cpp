// Requests of persons about their own data: entering, what is held of them, handing it over, erasing, the act.

#include <algorithm>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/law/access.hpp"
#include "features/law/commands_requests.hpp"
#include "features/law/office.hpp"
#include "features/law/office_papers.hpp"
#include "features/law/store_requests.hpp"

namespace veche::law {

using app::Context;
using app::erasure::Holding;
using app::erasure::Match;
using nlohmann::json;
using web::FieldKind, web::FormField;

namespace {

constexpr std::string_view requests_path = "/office/personal/requests";
constexpr int open_most = 200;

constexpr FormField request_fields[] = {
    {.name = "name",
     .label = "law.field_name",
     .hint = "law.hint_name",
     .limit = 200,
     .look = "middling",
     .autocomplete = "off"},
    {.name = "email", .kind = FieldKind::email, .label = "law.field_email", .look = "middling", .autocomplete = "off"},
    {.name = "phone",
     .kind = FieldKind::phone,
     .label = "law.field_phone",
     .limit = 40,
     .look = "middling",
     .autocomplete = "off"},
    {.name = "identified",
     .label = "law.field_identified",
     .hint = "law.hint_identified",
     .limit = 300,
     .obligatory = true,
     .look = "middling"},
    {.name = "received",
     .kind = FieldKind::day,
     .label = "law.field_received",
     .hint = "law.hint_received",
     .obligatory = true},
    {.name = "wish", .kind = FieldKind::radio, .label = "law.request_wish", .obligatory = true}};

// The page of a request has three forms; each is read by its own fields and all are shown as one table.
constexpr FormField because_field{.name = "because", .label = "law.field_because", .limit = 500, .obligatory = true},
    answer_field{.name = "answer",
                 .kind = FieldKind::paragraphs,
                 .label = "law.field_answer",
                 .hint = "law.hint_answer",
                 .limit = 2000,
                 .obligatory = true,
                 .rows = 5},
    deed_field{.name = "deed", .kind = FieldKind::hidden};  // of the button
constexpr FormField delay_fields[] = {because_field};
constexpr FormField settlement_fields[] = {answer_field, deed_field};
constexpr FormField holdings_fields[] = {{.name = "row", .kind = FieldKind::boxes}, deed_field};
constexpr FormField page_fields[] = {because_field, answer_field};

std::string path_of(Id<SubjectRequest> id)
{
    return fmt::format("{}/{}", requests_path, to_text(id));
}

json request_row(const Context& context, const SubjectRequest& one)
{
    const auto& words = context.words;
    return {{"title", one.erased         ? words.say("law.request_erased")
                      : one.name.empty() ? one.email + one.phone
                                         : one.name},
            {"href", path_of(one.id)},
            {"wish", words.say(fmt::format("law.wish_{}", to_text(one.wish)))},
            {"received", words.day_month_year(one.received)},
            {"due", words.day_month_year(one.due)},
            {"late", one.is_late(context.town.zone.local(context.now).day)},
            {"stage", words.say(fmt::format("law.stage_{}", to_text(one.stage)))}};
}

app::Choices wish_choices(const language::Words& words)
{
    app::Choices choices;
    for (const Wish wish : all_wishes)
        choices.push_back({std::string(to_text(wish)), words.say(fmt::format("law.wish_{}", to_text(wish)))});
    return choices;
}

json rows_of(const Context& context, const std::vector<SubjectRequest>& requests)
{
    json rows = json::array();
    for (const auto& one : requests) rows.push_back(request_row(context, one));
    return rows;
}

web::Response show_requests(Context& context, const web::Form* form)
{
    const app::Listing listing(context.request, std::string(requests_path), {});
    const auto before = listing.after_id<SubjectRequest>();
    const Day today = context.town.zone.local(context.now).day;
    std::vector<SubjectRequest> open, settled;
    context.read([&](app::View& view) {
        open = store::list_open_requests(view.db, view.town.id, open_most);
        settled = store::list_settled_requests(view.db, view.town.id, before, int(app::Listing::page_rows) + 1);
        return true;
    });
    const bool more = listing.cut(settled);
    return app::show_form(context,
                          {.view = "law/office_requests",
                           .model = {{"open", rows_of(context, open)},
                                     {"settled", rows_of(context, settled)},
                                     {"has_open", !open.empty()},
                                     {"has_settled", !settled.empty()},
                                     {"pager", listing.pager_model(more ? to_text(settled.back().id) : "")}},
                           .title = context.words.say("law.requests_heading"),
                           .section = "office.personal"},
                          request_fields,
                          {.values = {{"received", iso_day(today)}, {"wish", "access"}},
                           .choices = {{"wish", wish_choices(context.words)}},
                           .latest = {{"received", today}}},
                          form, app::Placing::in_a_row);
}

web::Response requests_page(Context& context)
{
    return show_requests(context, nullptr);
}

web::Response enter(Context& context)
{
    web::Form form(context.request, request_fields);
    SubjectRequest wanted;
    wanted.name = form.line("name");
    wanted.email = form.email("email").text();
    wanted.phone = form.line("phone");
    wanted.identified = form.line("identified");
    wanted.received = form.day("received").value_or(Day());
    wanted.wish = form.choice<Wish>("wish", parse_wish).value_or(Wish::access);
    if (!form.good()) return show_requests(context, &form);
    const auto id = context.change([&](app::Work& work) { return enter_request(work, wanted); });
    if (id) return context.go(path_of(*id), "flash.law_saved");
    form.refuse(id.error());
    return show_requests(context, &form);
}

SubjectRequest get_request(Context& context)
{
    const auto id = context.path_id<SubjectRequest>("request");
    auto found = context.read([&](app::View& view) { return store::find_request(view.db, view.town.id, id); });
    if (!found) throw NotFound("request");
    return std::move(*found);
}

/// Over all tables of the town, with no limit of time: a connection of its own, so that no page waits for it.
app::erasure::Found look_for(Context& context, const SubjectRequest& request)
{
    app::erasure::Found found;
    context.site.database().read_long(
        [&](db::Session& db) { found = app::erasure::find_holdings(db, context.town.id, subject_of(request)); });
    return found;
}

json holding_model(const language::Words& words, const Holding& holding)
{
    json cells = json::array();
    for (std::size_t i = 0; i < holding.table->columns.size(); ++i) {
        const auto& column = holding.table->columns[i];
        const auto& cell = holding.row.cells[i];
        if (column.personal() && cell && !cell->empty()) cells.push_back(shortened(*cell, 200));
    }
    std::string text;
    for (const auto& cell : cells) text += (text.empty() ? "" : " · ") + cell.get<std::string>();
    return {{"name", app::erasure::holding_name(holding)},
            {"title", table_title(words, *holding.table)},
            {"text", text},
            {"chosen", holding.match == Match::contact},
            {"how", words.say(holding.match == Match::contact ? "law.found_by_contact" : "law.found_by_name")},
            {"stays", app::erasure::erases(*holding.table) ? "" : words.say("law.stays")},
            {"more",
             holding.belongings.empty() ? "" : words.say("law.belongings", std::int64_t(holding.belongings.size()))}};
}

json deeds_model(const Context& context, const std::vector<SubjectDeed>& deeds)
{
    json rows = json::array();
    for (const auto& deed : deeds)
        rows.push_back({{"at", app::moment_words(context.words, context.town, deed.at)},
                        {"deed", context.words.say("audit.law.request_" + deed.deed)},
                        {"details", deed.details},
                        {"actor", deed.actor}});
    return rows;
}

json facts_model(const language::Words& words, const SubjectRequest& request)
{
    json facts = json::array();
    for (const auto& [message, text] :
         {std::pair("law.field_name", request.name), std::pair("law.field_email", request.email),
          std::pair("law.field_phone", request.phone), std::pair("law.field_identified", request.identified),
          std::pair("law.field_because", request.longer_because), std::pair("law.field_answer", request.answer)})
        if (!text.empty()) facts.push_back({{"title", words.say(message)}, {"text", text}});
    return facts;
}

app::Page around_request(Context& context, const SubjectRequest& request)
{
    const auto& words = context.words;
    const auto found = look_for(context, request);
    const auto deeds =
        context.read([&](app::View& view) { return store::list_deeds(view.db, view.town.id, request.id, deeds_most); });
    json holdings = json::array();
    for (const auto& holding : found.holdings) holdings.push_back(holding_model(words, holding));
    const bool open = request.stage == RequestStage::open;
    json model = request_row(context, request);
    model.update({{"delay_action", path_of(request.id) + "/delay"},
                  {"settlement_action", path_of(request.id) + "/settlement"},
                  {"holdings_action", path_of(request.id) + "/holdings"},
                  {"act_href", path_of(request.id) + "/act.pdf"},
                  {"is_open", open},
                  {"may_put_off", open && request.longer_because.empty()},
                  {"facts", facts_model(words, request)},
                  {"deeds", deeds_model(context, deeds)},
                  {"too_many", found.more},
                  {"nothing", found.holdings.empty()},
                  {"holdings", std::move(holdings)}});
    return {.view = "law/office_request",
            .model = std::move(model),
            .title = words.say("law.request_heading"),
            .section = "office.personal"};
}

app::DeedForm<SubjectRequest> answering(Context& context)
{
    return {.context = context,
            .table = page_fields,
            .load = [&context] { return get_request(context); },
            .content = [](const SubjectRequest&) { return app::FormContent{}; },
            .page = [&context](const SubjectRequest& request) { return around_request(context, request); }};
}

web::Response request_page(Context& context)
{
    return answering(context).show(get_request(context));
}

web::Response delay(Context& context)
{
    const auto request = get_request(context);
    web::Form form(context.request, delay_fields);
    const auto because = form.line("because");
    return answering(context).run(
        request, form, [&](app::Work& work) { return put_off(work, request.id, because); }, path_of(request.id),
        "flash.law_saved");
}

web::Response settlement(Context& context)
{
    const auto request = get_request(context);
    web::Form form(context.request, settlement_fields);
    const auto outcome = form.choice<RequestStage>("deed", parse_stage);
    if (!outcome || *outcome == RequestStage::open) throw web::BadRequest("deed");
    const auto answer = form.paragraphs("answer");
    return answering(context).run(
        request, form, [&](app::Work& work) { return settle(work, request.id, *outcome, answer); }, path_of(request.id),
        "flash.law_saved");
}

/// Personal: it stays in no cache.
web::Response as_file(web::Response response, const std::string& name)
{
    response.with("cache-control", "no-store");
    return std::move(response.with("content-disposition", fmt::format("attachment; filename=\"{}\"", name)));
}

/// What was chosen, as a file. Read before it is noted, so that nothing is noted of what was not there.
web::Response give(Context& context, web::Form& form, const SubjectRequest& request)
{
    const auto names = form.texts("row");
    auto holdings = look_for(context, request).holdings;
    std::erase_if(holdings, [&](const Holding& one) {
        return std::ranges::find(names, app::erasure::holding_name(one)) == names.end();
    });
    const auto as = form.text("deed");
    form.take(context.change([&](app::Work& work) { return note_given(work, request.id, holdings.size(), as); }));
    if (!form.good()) return answering(context).show(request, &form);
    const auto name = "personal-data-" + to_text(request.id) + "." + as;
    if (as == "json")
        return as_file(
            web::respond(200, "application/json", holdings_json(context.town, holdings, context.now).dump(2)), name);
    return as_file(web::respond(200, "application/pdf",
                                outside::write_pdf(holdings_paper(context.words, context.town, holdings, context.now))),
                   name);
}

std::vector<app::erasure::Owner> owners_of(const std::vector<app::Feature>& features)
{
    std::vector<app::erasure::Owner> owners;
    for (const auto& feature : features) owners.insert(owners.end(), feature.erasing.begin(), feature.erasing.end());
    return owners;
}

web::Response holdings(Context& context)
{
    const auto request = get_request(context);
    web::Form form(context.request, holdings_fields);
    const auto& deed = form.text("deed");
    if (deed == "json" || deed == "pdf") return give(context, form, request);
    if (deed != "erase") throw web::BadRequest("deed");
    return answering(context).run(
        request, form,
        [&](app::Work& work) {
            return erase_chosen(work, request.id, form.texts("row"), owners_of(context.site.features()));
        },
        path_of(request.id), "flash.law_erased");
}

web::Response act(Context& context)
{
    const auto request = get_request(context);
    const auto deeds =
        context.read([&](app::View& view) { return store::list_deeds(view.db, view.town.id, request.id, deeds_most); });
    const auto paper = act_paper(context.words, context.town, request, deeds, context.now);
    return as_file(web::respond(200, "application/pdf", outside::write_pdf(paper)),
                   "act-" + to_text(request.id) + ".pdf");
}

}  // namespace

void mount_requests(app::Routes& routes)
{
    routes.get("/office/personal/requests", answer_subjects, requests_page);
    routes.post("/office/personal/requests", answer_subjects, enter);
    routes.get("/office/personal/requests/{request}", answer_subjects, request_page).takes_long();
    routes.post("/office/personal/requests/{request}/delay", answer_subjects, delay).takes_long();
    routes.post("/office/personal/requests/{request}/settlement", answer_subjects, settlement).takes_long();
    routes
        .post("/office/personal/requests/{request}/holdings", answer_subjects, holdings,
              {.fields = app::erasure::holdings_most + 2})
        .takes_long();
    routes.get("/office/personal/requests/{request}/act.pdf", answer_subjects, act).takes_long();
}

}  // namespace veche::law
