// Requests of persons about their own data: entering, what is held of them, handing it over, erasing, the act.

#include <algorithm>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/email.hpp"
#include "core/text.hpp"
#include "features/law/access.hpp"
#include "features/law/commands_requests.hpp"
#include "features/law/office.hpp"
#include "features/law/office_fields.hpp"
#include "features/law/office_papers.hpp"
#include "features/law/store_requests.hpp"

namespace veche::law {

using app::Context;
using app::erasure::Holding;
using app::erasure::Match;
using nlohmann::json;

namespace {

constexpr std::string_view requests_path = "/office/personal/requests";
constexpr int open_most = 200, page_rows = 50;
constexpr Field request_fields[] = {{"name", "text"},
                                    {"email", "email", 254},
                                    {"phone", "tel", 40},
                                    {"identified", "text", 300},
                                    {"received", "date", 10}};
constexpr Field because_fields[] = {{"because", "text", 500}};
constexpr Field answer_fields[] = {{"answer", "textarea", 2000}};

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

json wishes_model(const language::Words& words, std::string_view chosen)
{
    json all = json::array();
    for (const Wish wish : all_wishes)
        all.push_back({{"value", to_text(wish)},
                       {"title", words.say(fmt::format("law.wish_{}", to_text(wish)))},
                       {"chosen", to_text(wish) == chosen}});
    return all;
}

web::Response show_requests(Context& context, const web::Form* form)
{
    const auto* text = context.request.query_value("before");
    const auto before = text ? parse_id<SubjectRequest>(*text) : std::optional(Id<SubjectRequest>());
    if (!before) throw NotFound("page of requests");
    const Day today = context.town.zone.local(context.now).day;
    json model = fields_model(context.words, request_fields, {{"received", iso_day(today)}}, form);
    context.read([&](app::View& view) {
        model["open"] = json::array();
        for (const auto& one : store::list_open_requests(view.db, view.town.id, open_most))
            model["open"].push_back(request_row(context, one));
        auto settled = store::list_settled_requests(view.db, view.town.id, *before, page_rows + 1);
        const bool more = settled.size() > page_rows;
        if (more) settled.pop_back();
        model["settled"] = json::array();
        for (const auto& one : settled) model["settled"].push_back(request_row(context, one));
        model["next_href"] = more ? fmt::format("{}?before={}", requests_path, to_text(settled.back().id)) : "";
        return true;
    });
    model["has_open"] = !model["open"].empty();
    model["has_settled"] = !model["settled"].empty();
    model["wishes"] = wishes_model(context.words, form ? form->text("wish") : "access");
    model["csrf"] = context.csrf();
    return context.show({.view = "law/office_requests",
                         .model = std::move(model),
                         .title = context.words.say("law.requests_heading"),
                         .status = form ? form->status() : 200,
                         .section = "office.personal"});
}

web::Response requests_page(Context& context)
{
    return show_requests(context, nullptr);
}

SubjectRequest read_form(web::Form& form)
{
    SubjectRequest wanted;
    wanted.name = form.take(parse_line(form.text("name"), "name", 0, 200));
    if (const auto email = one_line(form.text("email")); !email.empty())
        wanted.email = form.take(Email::parse(email, "email")).text();
    wanted.phone = form.take(parse_line(form.text("phone"), "phone", 0, 40));
    wanted.identified = form.take(parse_line(form.text("identified"), "identified", 1, 300));
    const auto received = parse_iso_day(trimmed(form.text("received")));
    if (!received) form.refuse({RefusalKind::invalid, "law.day_wrong", "received", {}});
    wanted.received = received.value_or(Day());
    const auto wish = parse_wish(form.text("wish"));
    if (!wish) throw web::BadRequest("wish");
    wanted.wish = *wish;
    return wanted;
}

web::Response enter(Context& context)
{
    web::Form form(context.request, {.single = {"name", "email", "phone", "identified", "received", "wish"}});
    const auto wanted = read_form(form);
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

web::Response show_request(Context& context, std::span<const Field> mistaken, const web::Form* form)
{
    const auto request = get_request(context);
    const auto found = look_for(context, request);
    const auto deeds =
        context.read([&](app::View& view) { return store::list_deeds(view.db, view.town.id, request.id, deeds_most); });
    const auto& words = context.words;
    json model = request_row(context, request);
    const auto typed = fields_model(words, mistaken, json::object(), form);
    model.update({{"error_list", typed["error_list"]}, {"has_errors", typed["has_errors"]}});
    const auto fields = [&](std::span<const Field> own) {
        return fields_model(words, own, json::object(), own.data() == mistaken.data() ? form : nullptr)["fields"];
    };
    model.update({{"csrf", context.csrf()},
                  {"path", path_of(request.id)},
                  {"delay_action", path_of(request.id) + "/delay"},
                  {"settlement_action", path_of(request.id) + "/settlement"},
                  {"holdings_action", path_of(request.id) + "/holdings"},
                  {"act_href", path_of(request.id) + "/act.pdf"},
                  {"is_open", request.stage == RequestStage::open},
                  {"may_put_off", request.stage == RequestStage::open && request.longer_because.empty()},
                  {"facts", facts_model(words, request)},
                  {"deeds", deeds_model(context, deeds)},
                  {"because", fields(because_fields)},
                  {"answer", fields(answer_fields)},
                  {"too_many", found.more},
                  {"nothing", found.holdings.empty()},
                  {"holdings", json::array()}});
    for (const auto& holding : found.holdings) model["holdings"].push_back(holding_model(words, holding));
    return context.show({.view = "law/office_request",
                         .model = std::move(model),
                         .title = words.say("law.request_heading"),
                         .status = form ? form->status() : 200,
                         .section = "office.personal"});
}

web::Response request_page(Context& context)
{
    return show_request(context, {}, nullptr);
}

web::Response delay(Context& context)
{
    web::Form form(context.request, {.single = {"because"}});
    const auto id = context.path_id<SubjectRequest>("request");
    const auto because = form.take(parse_line(form.text("because"), "because", 1, 500));
    if (form.good()) form.take(context.change([&](app::Work& work) { return put_off(work, id, because); }));
    if (!form.good()) return show_request(context, because_fields, &form);
    return context.go(path_of(id), "flash.law_saved");
}

web::Response settlement(Context& context)
{
    web::Form form(context.request, {.single = {"answer", "deed"}});
    const auto id = context.path_id<SubjectRequest>("request");
    const auto outcome = parse_stage(form.text("deed"));
    if (!outcome || *outcome == RequestStage::open) throw web::BadRequest("deed");
    const std::string answer(trimmed(form.text("answer")));
    if (answer.empty()) form.refuse({RefusalKind::invalid, "text.empty", "answer", {}});
    if (count_code_points(answer) > 2000)
        form.refuse({RefusalKind::invalid, "text.too_long", "answer", {{"most", "2000"}}});
    if (form.good()) form.take(context.change([&](app::Work& work) { return settle(work, id, *outcome, answer); }));
    if (!form.good()) return show_request(context, answer_fields, &form);
    return context.go(path_of(id), "flash.law_saved");
}

/// Personal: it stays in no cache.
web::Response as_file(web::Response response, const std::string& name)
{
    response.with("cache-control", "no-store");
    return std::move(response.with("content-disposition", fmt::format("attachment; filename=\"{}\"", name)));
}

/// What was chosen, as a file. Read before it is noted, so that nothing is noted of what was not there.
web::Response give(Context& context, web::Form& form, const std::vector<std::string>& names)
{
    const auto request = get_request(context);
    auto holdings = look_for(context, request).holdings;
    std::erase_if(holdings, [&](const Holding& one) {
        return std::ranges::find(names, app::erasure::holding_name(one)) == names.end();
    });
    const auto as = form.text("deed");
    form.take(context.change([&](app::Work& work) { return note_given(work, request.id, holdings.size(), as); }));
    if (!form.good()) return show_request(context, {}, &form);
    const auto name = "personal-data-" + to_text(request.id) + "." + as;
    if (as == "json")
        return as_file(
            web::respond(200, "application/json", holdings_json(context.town, holdings, context.now).dump(2)), name);
    return as_file(web::respond(200, "application/pdf",
                                outside::write_pdf(holdings_paper(context.words, context.town, holdings, context.now))),
                   name);
}

web::Response holdings(Context& context)
{
    web::Form form(context.request, {.single = {"deed"}, .many = {"row"}});
    const auto id = context.path_id<SubjectRequest>("request");
    const auto& deed = form.text("deed");
    const auto names = form.texts("row");
    if (deed == "json" || deed == "pdf") return give(context, form, names);
    if (deed != "erase") throw web::BadRequest("deed");
    form.take(context.change([&](app::Work& work) { return erase_chosen(work, id, names); }));
    if (!form.good()) return show_request(context, {}, &form);
    return context.go(path_of(id), "flash.law_erased");
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
