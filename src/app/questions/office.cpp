#include "app/questions/office.hpp"

#include "app/forms/deed_form.hpp"
#include "app/object.hpp"
#include "app/questions/office_pages.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"

namespace veche::app::questions {

using nlohmann::json;

namespace {

using SharedRoom = std::shared_ptr<const Room>;

Questions questions_of(Context& context, const Desk& desk)
{
    return context.read([&](View& view) { return find_questions(view, desk.owner); });
}

/// What every page of a desk begins with.
json desk_model(Context& context, const Desk& desk)
{
    return object({{"lead", desk.title},
                   {"csrf", context.csrf()},
                   {"closed", desk.closed ? context.words.say(*desk.closed) : ""},
                   {"list_href", desk.path}});
}

web::Response show_list(Context& context, const Desk& desk, const std::optional<Refusal>& refusal = {})
{
    const auto questions = questions_of(context, desk);
    json model = desk_model(context, desk);
    model.update(list_model(context.words, desk, questions));
    const auto title = context.words.say("questions.heading");
    model["heading"] = title;
    model["version"] = std::to_string(questions.version);
    model["open"] = !desk.closed;
    model["back_href"] = desk.back_href;
    model["back_words"] = desk.back_words;
    model["new_href"] = desk.path + "/new";
    model["preview_href"] = desk.path + "/preview";
    model["has_errors"] = refusal.has_value();
    model["error_list"] = json::array();
    if (refusal)
        model["error_list"].push_back(object({{"field", "questions"}, {"words", context.words.say(*refusal)}}));
    return context.show({.view = "questions/office_questions",
                         .model = std::move(model),
                         .title = title,
                         .status = !refusal                                 ? 200
                                   : refusal->kind == RefusalKind::conflict ? 409
                                                                            : 422,
                         .section = desk.section});
}

web::Response preview_page(Context& context, const Room& room)
{
    const Desk desk = room.desk(context);
    const auto questions = questions_of(context, desk);
    json model = desk_model(context, desk);
    const auto title = context.words.say("questions.preview_heading");
    model["heading"] = title;
    model["parts"] = preview_model(context.words, questions);
    return context.show(
        {.view = "questions/office_preview", .model = std::move(model), .title = title, .section = desk.section});
}

// One question.

/// The form of a question as it is now. (Not a DeedForm: its table follows the choices, which somebody else may have changed.)
struct Editing {
    Context& context;
    Desk desk;
    Id<Question> id{};

    web::Response show(bool fresh, const web::Form* sent = nullptr) const
    {
        const auto questions = questions_of(context, desk);
        const auto* question = questions.find(id);
        if (!fresh && !sent && (!question || question->retired)) throw NotFound("question");
        const QuestionForm form(desk, questions, question);
        json model = desk_model(context, desk);
        const auto title = context.words.say(question ? "questions.change_heading" : "questions.new_heading");
        const auto content = form.content(context.words);
        const bool late = sent && sent->status() == 409;
        model.update(form_model(context.words, form.fields(), content, sent));
        model["conflict"] = late ? conflict_model(context.words, form.fields(), content, *sent) : json(false);
        if (late) model["conflict"]["reload_href"] = context.request.path;
        model["heading"] = title;
        model["action"] = desk.path + "/" + to_text(id);
        model["choice_rows"] = form.choice_rows(model["field"]);
        model["afterwards"] = desk.afterwards;
        model["open"] = !desk.closed || sent;
        return context.show({.view = "questions/office_question",
                             .model = std::move(model),
                             .title = title,
                             .status = sent ? sent->status() : 200,
                             .section = desk.section});
    }
};

web::Response new_page(Context& context, const Room& room)
{
    // The key is made with the form: the form sent twice makes one question.
    return Editing{context, room.desk(context), Id<Question>(context.site.ids().next(context.now))}.show(true);
}

web::Response question_page(Context& context, const Room& room)
{
    return Editing{context, room.desk(context), context.path_id<Question>("question")}.show(false);
}

web::Response save_question(Context& context, const Room& room)
{
    const Editing editing{context, room.desk(context), context.path_id<Question>("question")};
    const auto questions = questions_of(context, editing.desk);
    const QuestionForm fields(editing.desk, questions, questions.find(editing.id));
    web::Form form(context.request, fields.fields(), choice_prefix);
    const auto version = form.version();
    auto content = fields.read(form);
    if (editing.desk.closed) form.refuse(*editing.desk.closed);
    if (!form.good()) return editing.show(version == 0, &form);
    const auto done = context.change([&](Work& work) {
        return room.change(work, editing.desk, Put{editing.id, version, std::move(content)});
    });
    if (done) return context.go(editing.desk.path + "#question-" + to_text(editing.id), "flash.question_saved");
    form.refuse(done.error());
    return editing.show(version == 0, &form);
}

// What a button of the list does.

web::Response do_edit(Context& context, const Room& room, const Desk& desk, const Edit& edit, std::string_view flash)
{
    if (desk.closed) return show_list(context, desk, desk.closed);
    const auto done = context.change([&](Work& work) { return room.change(work, desk, edit); });
    if (!done) return show_list(context, desk, done.error());
    const auto id = std::visit([](const auto& one) { return one.id; }, edit);
    return context.go(desk.path + (done->find(id) ? "#question-" + to_text(id) : ""), flash);
}

constexpr web::FormField order_fields[] = {web::version_field, {.name = "deed", .kind = web::FieldKind::hidden}};
constexpr web::FormField retirement_fields[] = {{.name = "deed", .kind = web::FieldKind::hidden}};

web::Response save_order(Context& context, const Room& room)
{
    const Desk desk = room.desk(context);
    web::Form form(context.request, order_fields);
    const auto& deed = form.text("deed");
    if (deed != "up" && deed != "down") throw web::BadRequest("deed");
    const Move move{context.path_id<Question>("question"), form.version(),
                    deed == "up" ? Direction::up : Direction::down};
    return do_edit(context, room, desk, move, "flash.question_moved");
}

web::Response save_retirement(Context& context, const Room& room)
{
    const Desk desk = room.desk(context);
    web::Form form(context.request, retirement_fields);
    const auto& deed = form.text("deed");
    const auto id = context.path_id<Question>("question");
    if (deed == "retire") return do_edit(context, room, desk, Retire{id}, "flash.question_removed");
    if (deed == "restore") return do_edit(context, room, desk, Restore{id}, "flash.question_restored");
    throw web::BadRequest("deed");
}

}  // namespace

void mount_office(Routes& routes, Room mounted)
{
    const SharedRoom room = std::make_shared<const Room>(std::move(mounted));
    const auto permission = room->permission;
    const auto of = [&](auto* page) { return [room, page](Context& context) { return page(context, *room); }; };
    routes.get(room->path, permission, [room](Context& context) { return show_list(context, room->desk(context)); });
    routes.get(room->path + "/new", permission, of(new_page));
    routes.get(room->path + "/preview", permission, of(preview_page));
    routes.get(room->path + "/{question}", permission, of(question_page));
    routes.post(room->path + "/{question}", permission, of(save_question));
    routes.post(room->path + "/{question}/order", permission, of(save_order));
    routes.post(room->path + "/{question}/retirement", permission, of(save_retirement));
}

}  // namespace veche::app::questions
