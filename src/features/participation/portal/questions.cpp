// What an organiser asks of those who have a place: a form of its own, by the person's link.

#include "app/contacts/call_us.hpp"
#include "app/forms/deed_form.hpp"
#include "app/questions/asking.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/portal/own.hpp"
#include "features/participation/questions/commands.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;
namespace questions = app::questions;

namespace {

/// Of an accepted entry ages and earlier answers are known: it is asked only what is for it.
questions::Asking asking_of(const Context& context, const Own& own)
{
    questions::Asking::Of of{.questions = own.questions, .moment = questions::Moment::afterwards, .given = own.answers};
    for (const auto& guest : own.entry.guests)
        of.rows.push_back({guest.position, guest.age, own.entry.guests.size() > 1 ? guest.name : ""});
    return questions::Asking(context.words, std::move(of));
}

/// Why nothing can be answered; "" when it can.
std::string_view closed_message(const Own& own, const questions::Asking& asking)
{
    switch (own.following) {
        case Following::called_off: return "participation.text_no_event";
        case Following::nothing: return "participation.follow_up_nothing";
        case Following::over: return "participation.follow_up_over";
        case Following::asked:
        case Following::answered: break;
    }
    return asking.fields().empty() ? "participation.follow_up_nobody" : "";
}

web::Response show(Context& context, const Own& own, const web::Form* sent = nullptr)
{
    const auto& words = context.words;
    const auto asking = asking_of(context, own);
    const auto closed = closed_message(own, asking);
    app::FormContent content;
    asking.show_in(content);
    json model = app::form_model(words, asking.fields(), content, sent);
    json guests = json::array();
    for (const auto& guest : own.entry.guests)
        if (auto part = asking.part(model["field"], guest.position); !part.empty())
            guests.push_back({{"title", guest.name}, {"questions", std::move(part)}});
    model["guests"] = std::move(guests);
    model["questions"] = asking.part(model["field"], questions::whole_entry);
    model["heading"] = words.say("participation.follow_up_heading");
    model["title"] = own.occasion.title;
    model["closed"] = closed.empty() || sent ? "" : words.say(closed);
    model["takes"] = closed.empty() || sent;  // what was typed is never hidden
    model["csrf"] = context.csrf();
    model["action"] = own_path(context, "/questions");
    model["back_href"] = own_path(context);
    model["call_us"] = app::call_us_model(context);
    const std::string title = model["heading"];
    return context.show({.view = "participation/portal_questions",
                         .model = std::move(model),
                         .title = title,
                         .status = sent ? sent->status() : 200,
                         .canonical = own.occasion.url});  // an own page's address is a secret
}

web::Response questions_page(Context& context)
{
    return show(context, own_of(context));
}

web::Response save_questions(Context& context)
{
    const Own own = own_of(context);
    const auto asking = asking_of(context, own);
    web::Form form(context.request, asking.fields(), questions::field_prefix);
    if (const auto closed = closed_message(own, asking); !closed.empty()) {
        form.refuse({RefusalKind::closed, std::string(closed), "", {}});
        return show(context, own, &form);
    }
    std::vector<questions::Person> people;
    for (const auto& guest : own.entry.guests) people.push_back({guest.position, guest.age});
    const Answering answering{.answers = asking.read(form, people), .version = own.questions.version};
    if (!form.good()) return show(context, own, &form);
    const auto done =
        context.change([&](app::Work& work) { return answer_by_hash(work, link_hash(context, work.tx), answering); });
    if (done) return context.go(own_path(context, "#who"), "flash.follow_up_answered");
    form.refuse(done.error());
    return show(context, own_of(context), &form);
}

}  // namespace

void mount_questions(app::Routes& routes)
{
    routes.get("/sign-ups/{key}/questions", app::anyone, questions_page);
    routes.post("/sign-ups/{key}/questions", app::anyone, save_questions, entry_limits);
}

}  // namespace veche::participation
