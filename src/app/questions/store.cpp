#include "app/questions/store.hpp"

#include <algorithm>

#include "core/errors.hpp"

namespace veche::app::questions::store {

namespace {

Question read_question(db::Row& row)
{
    Question question;
    auto& content = question.content;
    question.id = row.next<Id<Question>>();
    content.kind = parse_kind(row.next<std::string>()).value();
    content.scope = parse_scope(row.next<std::string>()).value();
    content.moment = parse_moment(row.next<std::string>()).value();
    content.title = row.next<std::string>();
    content.hint = row.next<std::string>();
    content.obligatory = row.next<bool>();
    content.least = row.next<std::optional<std::int64_t>>();
    content.most = row.next<std::optional<std::int64_t>>();
    content.age_least = row.next<std::optional<int>>();
    content.age_most = row.next<std::optional<int>>();
    const auto after = row.next<std::optional<Id<Question>>>();
    const auto choice = row.next<std::optional<int>>();
    if (after && choice) content.after = After{*after, *choice};
    question.choices_made = row.next<int>();
    question.retired = row.next<bool>();
    question.version = row.next<std::int64_t>();
    return question;
}

void read_choices(db::Session& db, Id<Town> town, Questions& questions)
{
    db.each(
        "SELECT c.question_id, c.number, c.title, c.retired FROM questions q JOIN question_choices c ON c.town_id ="
        " q.town_id AND c.question_id = q.id WHERE q.town_id = :town AND q.owner = :owner ORDER BY c.question_id,"
        " c.position",
        {{"town", town}, {"owner", questions.owner}}, [&](db::Row& row) {
            const auto found = std::ranges::find(questions.all, row.next<Id<Question>>(), &Question::id);
            const int number = row.next<int>();
            std::string title = row.next<std::string>();
            found->content.choices.push_back({number, std::move(title), row.next<bool>()});
        });
}

std::size_t place_of(const Questions& questions, Id<Question> id)
{
    return std::size_t(std::ranges::find(questions.all, id, &Question::id) - questions.all.begin());
}

void delete_choices(db::Session& tx, Id<Town> town, Id<Question> id)
{
    tx.execute("DELETE FROM question_choices WHERE town_id = :town AND question_id = :id",
               {{"town", town}, {"id", id}});
}

void put_choices(db::Session& tx, Id<Town> town, const Question& question)
{
    delete_choices(tx, town, question.id);
    std::int64_t position = 0;
    for (const auto& choice : question.content.choices)
        tx.execute(
            "INSERT INTO question_choices (town_id, question_id, number, position, title, retired) VALUES (:town, :id,"
            " :number, :position, :title, :retired)",
            {{"town", town},
             {"id", question.id},
             {"number", choice.number},
             {"position", ++position},
             {"title", choice.title},
             {"retired", choice.retired}});
}

void put_question(db::Session& tx, Id<Town> town, std::string_view owner, const Question& question, std::size_t place)
{
    const auto& content = question.content;
    const auto& after = content.after;
    const auto written = tx.execute(
        "INSERT INTO questions (town_id, id, owner, position, kind, scope, moment, title, hint, obligatory, least,"
        " most, age_least, age_most, after_id, after_choice, choices_made, retired, version) VALUES (:town, :id,"
        " :owner, :position, :kind, :scope, :moment, :title, :hint, :obligatory, :least, :most, :age_least, :age_most,"
        " :after, :choice, :made, :retired, :version) ON CONFLICT (town_id, id) DO UPDATE SET position ="
        " excluded.position, kind = excluded.kind, scope = excluded.scope, moment = excluded.moment, title ="
        " excluded.title, hint = excluded.hint, obligatory = excluded.obligatory, least = excluded.least, most ="
        " excluded.most, age_least = excluded.age_least, age_most = excluded.age_most, after_id = excluded.after_id,"
        " after_choice = excluded.after_choice, choices_made = excluded.choices_made, retired = excluded.retired,"
        " version = excluded.version WHERE questions.owner = excluded.owner",
        {{"town", town},
         {"id", question.id},
         {"owner", owner},
         {"position", std::int64_t(place)},
         {"kind", to_text(content.kind)},
         {"scope", to_text(content.scope)},
         {"moment", to_text(content.moment)},
         {"title", content.title},
         {"hint", content.hint},
         {"obligatory", content.obligatory},
         {"least", content.least},
         {"most", content.most},
         {"age_least", content.age_least},
         {"age_most", content.age_most},
         {"after", after ? std::optional(after->question) : std::nullopt},
         {"choice", after ? std::optional(after->choice) : std::nullopt},
         {"made", question.choices_made},
         {"retired", question.retired},
         {"version", question.version}});
    if (written == 0) throw NotFound("question");  // of another form: a key is made by its page, and comes from outside
    put_choices(tx, town, question);
}

}  // namespace

Questions find(db::Session& db, Id<Town> town, std::string_view owner)
{
    Questions questions{.owner = std::string(owner), .all = {}};
    const auto version =
        db.find("SELECT version FROM question_forms WHERE town_id = :town AND owner = :owner",
                {{"town", town}, {"owner", owner}}, [](db::Row& row) { return row.next<std::int64_t>(); });
    if (!version) return questions;
    questions.version = *version;
    questions.all = db.list(
        "SELECT id, kind, scope, moment, title, hint, obligatory, least, most, age_least, age_most, after_id,"
        " after_choice, choices_made, retired, version FROM questions WHERE town_id = :town AND owner = :owner"
        " ORDER BY position, id",
        {{"town", town}, {"owner", owner}}, read_question);
    read_choices(db, town, questions);
    return questions;
}

Questions find_for_update(db::Session& tx, Id<Town> town, std::string_view owner)
{
    // Written, the row is locked on PostgreSQL, whether it was there or not; on SQLite there is one writer anyway.
    tx.execute(
        "INSERT INTO question_forms (town_id, owner, version) VALUES (:town, :owner, 0) ON CONFLICT (town_id, owner)"
        " DO UPDATE SET version = question_forms.version",
        {{"town", town}, {"owner", owner}});
    return find(tx, town, owner);
}

void put(db::Session& tx, Id<Town> town, const Questions& before, const Questions& after)
{
    tx.execute("UPDATE question_forms SET version = :version WHERE town_id = :town AND owner = :owner",
               {{"town", town}, {"owner", after.owner}, {"version", after.version}});
    for (const auto& question : before.all) {
        if (after.find(question.id)) continue;
        delete_choices(tx, town, question.id);
        tx.execute("DELETE FROM questions WHERE town_id = :town AND id = :id", {{"town", town}, {"id", question.id}});
    }
    for (std::size_t i = 0; i < after.all.size(); ++i) {
        const auto* old = before.find(after.all[i].id);
        if (!old || *old != after.all[i] || place_of(before, old->id) != i)
            put_question(tx, town, after.owner, after.all[i], i);
    }
}

}  // namespace veche::app::questions::store
