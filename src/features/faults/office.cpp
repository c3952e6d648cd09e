#include "features/faults/office.hpp"

#include <fmt/format.h>

#include "app/forms/form_model.hpp"
#include "app/lists/listing.hpp"
#include "app/parking.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/faults/access.hpp"
#include "features/faults/commands.hpp"
#include "web/form.hpp"

namespace veche::faults {

using app::Context;
using app::store::DeliveryKey;
using nlohmann::json;

namespace {

constexpr std::string_view list_path = "/office/faults";
constexpr web::FormField removal_fields[] = {
    {.name = "reason", .label = "faults.reason", .limit = reason_most, .obligatory = true, .rows = 2}};

/// What the office calls a listener or a job; its own name where nobody has given it another.
std::string called(const Context& context, std::string_view what, std::string_view name)
{
    const auto words = fmt::format("{}.{}", what, name);
    return context.words.has(words) ? context.words.say(words) : std::string(name);
}

/// "01h….listener"
std::string to_text(const DeliveryKey& key)
{
    return fmt::format("{}.{}", id_text(key.outbox_id), key.listener);
}

DeliveryKey key_in(std::string_view text)
{
    const auto dot = text.find('.');
    const auto id = parse_id_text(text.substr(0, dot));
    if (!id || dot == text.npos) throw NotFound("announcement");
    return {*id, std::string(text.substr(dot + 1))};
}

/// A removal that was refused: its row is shown with what was typed.
struct Refused {
    DeliveryKey key;
    const web::Form* form = nullptr;
};

/// Each row has a form.
std::string id_prefix(const DeliveryKey& key)
{
    return fmt::format("{}-", to_text(key));
}

json row_of(const Context& context, const app::store::Parked& one, const Refused* refused)
{
    const auto place = fmt::format("{}/{}/{}", list_path, id_text(one.key.outbox_id), one.key.listener);
    const auto prefix = id_prefix(one.key);
    const bool here = refused && to_text(refused->key) == to_text(one.key);
    const auto form =
        app::form_model(context.words, removal_fields, {.id_prefix = prefix}, here ? refused->form : nullptr);
    return {{"title", called(context, "listener", one.key.listener)},
            {"name", fmt::format("{} · {} {}", one.key.listener, one.kind, one.payload)},
            {"announced", app::moment_words(context.words, context.town, one.announced)},
            {"parked", app::moment_words(context.words, context.town, one.parked)},
            {"error", one.error},
            {"attempt_action", place + "/attempt"},
            {"removal_action", place + "/removal"},
            {"field", form["field"]},
            {"open", here}};
}

json job_of(const Context& context, const app::store::FailingJob& job)
{
    return {{"title", called(context, "job", job.name)},
            {"name", job.name},
            {"failures", context.words.say("faults.failures", job.failures)},
            {"since", job.since == Instant{} ? "" : app::moment_words(context.words, context.town, job.since)},
            {"next", app::moment_words(context.words, context.town, job.due)},
            {"error", job.error},
            {"attempt_action", fmt::format("{}/jobs/{}/attempt", list_path, job.name)}};
}

web::Response show_list(Context& context, const Refused* refused)
{
    const app::Listing listing(context.request, std::string(list_path), {});
    const auto after = listing.after().empty() ? DeliveryKey{} : key_in(listing.after());
    json model = context.read([&](app::View& view) -> json {
        json rows = json::array(), jobs = json::array();
        auto parked = app::store::list_parked(view.db, view.town.id, after, app::Listing::page_rows + 1);
        const bool more = listing.cut(parked);
        for (const auto& one : parked) rows.push_back(row_of(context, one, refused));
        for (const auto& job : app::store::list_failing_jobs(view.db, view.town.id, app::failures_told))
            jobs.push_back(job_of(context, job));
        return {{"nothing", rows.empty() && jobs.empty()},
                {"aside", !rows.empty()},
                {"rows", std::move(rows)},
                {"pager", listing.pager_model(more ? to_text(parked.back().key) : "")},
                {"attempts_action", fmt::format("{}/attempts", list_path)},
                {"failing", !jobs.empty()},
                {"jobs", std::move(jobs)}};
    });
    model["csrf"] = context.csrf();
    if (refused) {
        const auto prefix = id_prefix(refused->key);
        const auto form = app::form_model(context.words, removal_fields, {.id_prefix = prefix}, refused->form);
        model["error_list"] = form["error_list"];
        model["has_errors"] = form["has_errors"];
    }
    return context.show({.view = "faults/office_faults",
                         .model = std::move(model),
                         .title = context.words.say("menu.faults"),
                         .status = refused ? 422 : 200,
                         .section = "office.faults"});
}

web::Response faults_page(Context& context)
{
    return show_list(context, nullptr);
}

DeliveryKey key_of(const Context& context)
{
    return key_in(fmt::format("{}.{}", context.path("announcement"), context.path("listener")));
}

web::Response attempt(Context& context)
{
    const web::Form form(context.request, web::FormFields());
    const auto key = key_of(context);
    context.change([&](app::Work& work) { return try_again(work, key); });
    return context.go(list_path, "flash.faults.tried");
}

web::Response attempts(Context& context)
{
    const web::Form form(context.request, web::FormFields());
    context.change([](app::Work& work) { return try_all_again(work); });
    return context.go(list_path, "flash.faults.tried");
}

web::Response removal(Context& context)
{
    web::Form form(context.request, removal_fields);
    const auto key = key_of(context);
    const auto reason = form.line("reason");
    if (!form.good()) {
        const Refused refused{key, &form};
        return show_list(context, &refused);
    }
    context.change([&](app::Work& work) { return remove(work, key, reason); });
    return context.go(list_path, "flash.faults.removed");
}

web::Response job_attempt(Context& context)
{
    const web::Form form(context.request, web::FormFields());
    context.change([&](app::Work& work) { return try_job(work, context.path("job")); });
    return context.go(list_path, "flash.faults.tried_job");
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get(list_path, keep_faults, faults_page);
    routes.post("/office/faults/attempts", keep_faults, attempts);
    routes.post("/office/faults/jobs/{job}/attempt", keep_faults, job_attempt);
    routes.post("/office/faults/{announcement}/{listener}/attempt", keep_faults, attempt);
    routes.post("/office/faults/{announcement}/{listener}/removal", keep_faults, removal);
}

}  // namespace veche::faults
