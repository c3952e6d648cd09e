#include "app/questions/commands.hpp"

#include "app/questions/store.hpp"
#include "core/errors.hpp"

namespace veche::app::questions {

namespace {

template <class... Each>
struct One : Each... {
    using Each::operator()...;
};

Result<Questions> conflict()
{
    return refuse(RefusalKind::conflict, "questions.changed_meanwhile");
}

Result<Questions> put(const Questions& before, const Put& edit, bool answered)
{
    const auto* question = before.find(edit.id);
    if (edit.version == 0 && question && question->version == 1) return before;  // the form sent twice
    if (edit.version != 0 && !question) return refuse(RefusalKind::conflict, "questions.gone_meanwhile");
    if (question && question->retired) return refuse(RefusalKind::closed, "questions.retired_meanwhile");
    if (question && question->version != edit.version) return conflict();
    return with_content(before, edit.id, edit.content, answered);
}

Result<Questions> move(const Questions& before, const Move& edit)
{
    if (before.version != edit.version) return conflict();
    return moved(before, edit.id, edit.direction);
}

}  // namespace

Questions find_questions(View& view, std::string_view owner)
{
    return store::find(view.db, view.town.id, owner);
}

Result<Questions> edit_questions(Work& work, std::string_view owner, const Edit& edit, const Answered& answered)
{
    const auto before = store::find_for_update(work.tx, work.town.id, owner);
    auto after = std::visit(One{[&](const Put& one) { return put(before, one, answered.contains(one.id)); },
                                [&](const Move& one) { return move(before, one); },
                                [&](const Retire& one) { return without(before, one.id, answered.contains(one.id)); },
                                [&](const Restore& one) { return restored(before, one.id); }},
                            edit);
    if (after) store::put(work.tx, work.town.id, before, *after);
    return after;
}

Result<Questions> unchanged(Work& work, std::string_view owner, std::int64_t version)
{
    auto present = store::find(work.tx, work.town.id, owner);
    if (present.version != version) return refuse(RefusalKind::conflict, "questions.changed_while_filling");
    return present;
}

}  // namespace veche::app::questions
