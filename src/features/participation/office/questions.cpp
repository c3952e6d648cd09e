// What an organiser asks of those who sign up: the questions (the pages are app/questions'), and when those for later can be answered.

#include "app/questions/office.hpp"

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "core/whole.hpp"
#include "features/participation/access.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/office/closing.hpp"
#include "features/participation/questions/commands.hpp"
#include "features/participation/questions/store_answers.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;
using web::FieldKind;
namespace questions = app::questions;

std::string questions_path(Id<app::Occasion> occasion)
{
    return office_path(occasion) + "/questions";
}

std::string follow_up_path(Id<app::Occasion> occasion)
{
    return office_path(occasion) + "/follow-up";
}

namespace {

questions::Desk desk_of(Context& context)
{
    const auto id = context.path_id<app::Occasion>("occasion");
    return context.read([&](app::View& view) {
        questions::Desk desk{.owner = questions_owner(id),
                             .title = occasion_or_last(view, id).title,
                             .path = questions_path(id),
                             .back_href = office_path(id),
                             .back_words = context.words.say("participation.office_heading"),
                             .section = "office.participation",
                             .answered = store::list_answered(view.db, view.town.id, id),
                             .afterwards = true};
        if (!store::find_sign_up(view.db, view.town.id, id))
            desk.closed = Refusal{RefusalKind::closed, "participation.open_first", "", {}};
        return desk;
    });
}

constexpr web::FormField follow_up_fields[] = {
    web::version_field,
    {.name = "open", .kind = FieldKind::box, .label = "participation.follow_up_open"},
    {.name = "closes_day", .kind = FieldKind::day, .label = "participation.follow_up_day"},
    {.name = "closes_clock", .kind = FieldKind::clock, .label = "participation.follow_up_clock"},
};

struct FollowUpDesk {
    app::Occasion occasion;
    SignUp sign_up;
    FollowUp follow_up;
    bool empty = false;  // nothing is asked afterwards
    store::FollowCount count;
    std::vector<Entry> lacking;
};

FollowUpDesk follow_up_of(Context& context)
{
    const auto id = context.path_id<app::Occasion>("occasion");
    const app::Listing listing(context.request, follow_up_path(id), {});
    const auto after = parse_whole<std::int64_t>(listing.after(), 0, std::numeric_limits<std::int64_t>::max());
    return context.read([&](app::View& view) {
        const auto sign_up = store::find_sign_up(view.db, view.town.id, id);
        if (!sign_up) throw NotFound("sign-up");
        FollowUpDesk kept{.occasion = occasion_or_last(view, id),
                          .sign_up = *sign_up,
                          .follow_up = store::find_follow_up(view.db, view.town.id, id),
                          .count = store::count_followed(view.db, view.town.id, id),
                          .lacking = {}};
        kept.empty = questions::find_questions(view, questions_owner(id)).asked(questions::Moment::afterwards).empty();
        if (kept.follow_up.version > 0)
            kept.lacking =
                store::list_unanswered(view.db, view.town.id, id, after.value_or(0), int(app::Listing::page_rows) + 1);
        return kept;
    });
}

json follow_up_model(Context& context, FollowUpDesk kept)
{
    const auto& words = context.words;
    const auto id = kept.occasion.id;
    const app::Listing listing(context.request, follow_up_path(id), {});
    const bool more = listing.cut(kept.lacking);
    json lacking = json::array();
    for (const auto& entry : kept.lacking)
        lacking.push_back({{"number", std::to_string(entry.number)},
                           {"contact", entry.contact},
                           {"email", entry.email},
                           {"phone", entry.phone}});
    return {{"heading", words.say("participation.follow_up")},
            {"title", kept.occasion.title},
            {"summary", kept.follow_up.version == 0 ? ""
                                                    : words.say("participation.follow_up_count",
                                                                {{"answered", words.number(kept.count.answered)},
                                                                 {"accepted", words.number(kept.count.accepted)}})},
            {"back_href", office_path(id)},
            {"questions_href", questions_path(id)},
            {"empty", kept.empty},
            {"action", follow_up_path(id)},
            {"lacking", std::move(lacking)},
            {"pager", listing.pager_model(more ? std::to_string(kept.lacking.back().number) : "")}};
}

app::FormContent content_of(const Context& context, const FollowUp& follow_up)
{
    app::FormContent content{
        .values = {{"version", std::to_string(follow_up.version)}, {"open", follow_up.open ? "1" : ""}}};
    put_closing(content, follow_up.closes, context.town.zone);
    return content;
}

app::DeedForm<FollowUpDesk> follow_up_form(Context& context)
{
    return {.context = context,
            .table = follow_up_fields,
            .load = [&context] { return follow_up_of(context); },
            .content = [&context](const FollowUpDesk& kept) { return content_of(context, kept.follow_up); },
            .page = [&context](const FollowUpDesk& kept) -> app::Page {
                auto model = follow_up_model(context, kept);
                const std::string title = model["heading"];
                return {.view = "participation/office_follow_up",
                        .model = std::move(model),
                        .title = title,
                        .section = "office.participation"};
            }};
}

web::Response follow_up_page(Context& context)
{
    return follow_up_form(context).show(follow_up_of(context));
}

web::Response save_follow_up(Context& context)
{
    const FollowUpDesk seen = follow_up_of(context);
    web::Form form(context.request, follow_up_fields);
    FollowUp wanted;
    wanted.version = form.version();
    wanted.open = form.flag("open");
    wanted.closes = closing_in(form, context.town.zone);
    const auto save = [&](app::Work& work) { return put_follow_up(work, seen.occasion.id, wanted); };
    return follow_up_form(context).run(seen, form, save, follow_up_path(seen.occasion.id),
                                       wanted.open ? "flash.follow_up_opened" : "flash.follow_up_closed");
}

}  // namespace

void mount_office_questions(app::Routes& routes)
{
    questions::mount_office(
        routes, {.path = "/office/occasions/{occasion}/sign-up/questions",
                 .permission = keep_entries,
                 .desk = desk_of,
                 .change = [](app::Work& work, const questions::Desk& desk, const questions::Edit& edit) {
                     const auto id =
                         parse_id<app::Occasion>(std::string_view(desk.owner).substr(desk.owner.find('/') + 1));
                     return edit_questions(work, id.value(), edit);
                 }});
    routes.get("/office/occasions/{occasion}/sign-up/follow-up", keep_entries, follow_up_page);
    routes.post("/office/occasions/{occasion}/sign-up/follow-up", keep_entries, save_follow_up);
}

}  // namespace veche::participation
