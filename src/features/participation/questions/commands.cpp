#include "features/participation/questions/commands.hpp"

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "features/participation/questions/store_answers.hpp"

namespace veche::participation {

namespace questions = app::questions;

Result<questions::Questions> edit_questions(app::Work& work, Id<app::Occasion> occasion, const questions::Edit& edit)
{
    store::get_for_update(work.tx, work.town.id, occasion);  // nobody answers meanwhile
    const auto owner = questions_owner(occasion);
    auto done = questions::edit_questions(work, owner, edit, store::list_answered(work.tx, work.town.id, occasion));
    if (done) work.record("participation.edit_questions", owner, {{"version", done->version}});
    return done;
}

namespace {

bool asks_afterwards(app::Work& work, Id<app::Occasion> occasion)
{
    app::View view = work.view();
    return !questions::find_questions(view, questions_owner(occasion)).asked(questions::Moment::afterwards).empty();
}

}  // namespace

Result<FollowUp> put_follow_up(app::Work& work, Id<app::Occasion> occasion, FollowUp wanted)
{
    const SignUp sign_up = store::get_for_update(work.tx, work.town.id, occasion);
    if (store::find_follow_up(work.tx, work.town.id, occasion).version != wanted.version)
        return refuse(RefusalKind::conflict, "participation.changed_meanwhile");
    if (wanted.open && !asks_afterwards(work, occasion))
        return refuse(RefusalKind::invalid, "participation.follow_up_empty", "open");
    if (wanted.open && !is_open(wanted, sign_up, work.now)) return refuse(RefusalKind::invalid, "participation.over");
    ++wanted.version;
    store::put_follow_up(work.tx, work.town.id, occasion, wanted);
    if (wanted.open) work.announce("participation.follow_up", {{"occasion", to_text(occasion)}});
    work.record("participation.put_follow_up", questions_owner(occasion), {{"open", wanted.open}});
    return wanted;
}

Result<Entry> answer_by_hash(app::Work& work, std::string_view hash, const Answering& answering)
{
    const auto found = store::find_entry(work.tx, work.town.id, hash);
    if (!found) throw NotFound("entry");
    const SignUp sign_up = store::get_for_update(work.tx, work.town.id, found->occasion);
    const Entry entry = store::find_entry(work.tx, work.town.id, hash).value();
    const auto follow_up = store::find_follow_up(work.tx, work.town.id, entry.occasion);
    if (entry.stage != Stage::accepted || !is_open(follow_up, sign_up, work.now))
        return refuse(RefusalKind::closed, "participation.follow_up_over");
    const auto seen = questions::unchanged(work, questions_owner(entry.occasion), answering.version);
    if (!seen) return tl::unexpected(seen.error());
    auto answers = store::find_answers(work.tx, work.town.id, entry.id);
    questions::put(answers, answering.answers);
    // Somebody may have left the entry since the page was made.
    std::map<int, int> stays;
    for (const auto& guest : entry.guests) stays[guest.position] = guest.position;
    answers = questions::at_positions(answers, stays);
    store::put_answers(work.tx, work.town.id, entry.id, answers);
    store::set_follow_answered(work.tx, work.town.id, entry.id, work.now);
    return entry;
}

bool is_following(app::Work& work, const SignUp& sign_up)
{
    const auto follow_up = store::find_follow_up(work.tx, work.town.id, sign_up.occasion);
    return is_open(follow_up, sign_up, work.now) && asks_afterwards(work, sign_up.occasion);
}

}  // namespace veche::participation
