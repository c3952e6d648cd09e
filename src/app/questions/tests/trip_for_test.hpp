#pragma once

// A feature with one form that asks an organiser's questions, and keeps the answers itself: a trip.

#include <functional>
#include <map>
#include <string>

#include "app/context.hpp"
#include "app/forms/form_model.hpp"
#include "app/questions/asking.hpp"
#include "app/questions/office.hpp"
#include "app/questions/tests/rules_for_test.hpp"
#include "app/tests/house.hpp"

namespace veche::app::questions::test {

using namespace veche::app::test;

inline constexpr Permission keep_trips{"test.keep_trips",
                                       [](const Actor& actor) { return actor.has(Role::organiser); }};
inline const std::string office = "/office/trips/1/questions";

struct Trip {
    Answers answers;
    Answered answered() const
    {
        Answered found;
        for (const auto& [place, value] : answers) found.insert(place.question);
        return found;
    }
};

inline Desk desk_of(Context& context, const Trip& trip)
{
    if (context.path("trip") != "1") throw NotFound("trip");
    return {.owner = "trip/1",
            .title = "Поездка в Кемерово",
            .path = office,
            .back_href = "/office",
            .back_words = "К поездке",
            .section = "office.trips",
            .answered = trip.answered(),
            .afterwards = true};
}

/// The page of a resident: one person, whose age is asked in "age-1".
inline web::Response trip_page(Context& context, Trip& trip, const web::Form* sent = nullptr)
{
    const auto questions = context.read([](View& view) { return find_questions(view, "trip/1"); });
    const Asking asking(context.words,
                        {.questions = questions, .rows = {{1}}, .given = trip.answers, .age_field = "age-"});
    FormContent content;
    asking.show_in(content);
    const auto fields = form_model(context.words, asking.fields(), content, sent)["field"];
    auto part = asking.part(fields, 1);
    for (auto& one : asking.part(fields, whole_entry)) part.push_back(one);
    return context.show({.view = "questions/part_questions",
                         .model = {{"questions", part}},
                         .title = "Поездка",
                         .status = sent ? sent->status() : 200});
}

inline web::Response answer(Context& context, Trip& trip, std::function<void()> meanwhile)
{
    const auto questions = context.read([](View& view) { return find_questions(view, "trip/1"); });
    const Asking asking(context.words,
                        {.questions = questions, .rows = {{1}}, .given = trip.answers, .age_field = "age-"});
    auto table = asking.fields();
    table.push_back({.name = "age-1", .kind = web::FieldKind::whole});
    web::Form form(context.request, table, field_prefix);
    const auto age = form.whole("age-1", {.most = 120});
    const auto read = asking.read(form, {{1, age ? std::optional(int(*age)) : std::nullopt}});
    if (!form.good()) return trip_page(context, trip, &form);
    meanwhile();
    const auto done = context.change([&](Work& work) {
        const auto kept = unchanged(work, questions.owner, questions.version);
        if (kept) work.record("trip.answered", "trip/1", {});
        return kept;
    });
    if (!done) form.refuse(done.error());
    if (!done) return trip_page(context, trip, &form);
    put(trip.answers, read);
    return context.go("/trips/1");
}

class TripHouse : public House {
public:
    explicit TripHouse(db::Database& database)
        : House(database, {feature()}, {town_named("yurga", 1), town_named("taiga", 2)})
    {
        for (const auto& town : towns) {
            actors[town.slug + ":gleb"] = staff({Role::organiser}, 77, "Глеб");
            actors[town.slug + ":anna"] = staff({Role::organiser}, 78, "Анна");
            actors[town.slug + ":vera"] = staff({Role::press_officer}, 79, "Вера");
        }
    }

    web::Response page(const std::string& path, const std::string& who = "gleb",
                       const std::string& host = "yurga.example")
    {
        return ask(with_cookie(get(path, host), "session", who));
    }
    web::Response send(const std::string& path, Fields fields, const std::string& who = "gleb")
    {
        fields.emplace_back("csrf", csrf_of(*this, who, office + "/new"));
        return ask(with_cookie(post(path, std::move(fields)), "session", who));
    }
    Questions questions(std::size_t town = 0)
    {
        Questions found;
        database.read([&](db::Session& session) {
            View view(session, towns[town], actors.at("yurga:gleb"), now);
            found = find_questions(view, "trip/1");
        });
        return found;
    }
    /// By its form; the key it has then.
    Id<Question> add(Fields fields, int status = 303)
    {
        const Id<Question> id(site.ids().next(now));
        fields.emplace_back("version", "0");
        CHECK(send(office + "/" + to_text(id), std::move(fields)).status == status);
        return id;
    }

    Trip trip;
    std::function<void()> meanwhile = [] {};  // between reading the answers and keeping them

private:
    Feature feature()
    {
        Feature made;
        made.name = "trips";
        made.mount = [this](Routes& routes) {
            mount_office(routes, {.path = "/office/trips/{trip}/questions",
                                  .permission = keep_trips,
                                  .desk = [this](Context& context) { return desk_of(context, trip); },
                                  .change =
                                      [this](Work& work, const Desk& desk, const Edit& edit) {
                                          const auto done = edit_questions(work, desk.owner, edit, trip.answered());
                                          if (done) work.record("trip.questions_changed", "trip/1", {});
                                          return done;
                                      }});
            routes.get("/trips/1", anyone, [this](Context& context) { return trip_page(context, trip); });
            routes.post("/trips/1", anyone, [this](Context& context) { return answer(context, trip, meanwhile); });
        };
        return made;
    }
};

template <class Test>
void for_each_trip(Test test)
{
    for_each_database([&](db::Database& database) {
        TripHouse house(database);
        test(house);
    });
}

}  // namespace veche::app::questions::test
