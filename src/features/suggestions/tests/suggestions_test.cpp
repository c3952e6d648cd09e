#include <atomic>
#include <thread>

#include "app/erasure/erase.hpp"
#include "app/token.hpp"
#include "features/law/feature.hpp"
#include "features/plan/tests/house_for_test.hpp"
#include "features/suggestions/commands.hpp"
#include "features/suggestions/feature.hpp"
#include "features/suggestions/figures.hpp"
#include "features/suggestions/store.hpp"

namespace suggestions_test {

using namespace veche;
using namespace veche::suggestions;
using namespace veche::plan::test;

namespace {

constexpr Instant later{noon.milliseconds + 1'000};

Sent suggestion(int number, const std::string& network = "192.0.2.1")
{
    auto code = std::to_string(number);
    code.insert(0, code_size - code.size(), 'c');
    return {.content = {.title = "Вечер игр", .when = "в мае", .place = "двор", .audience = "все", .why = "Соседи"},
            .author = {.name = "Анна", .contact = "8-900", .consent = true},
            .code = code,
            .network = network};
}

Result<Suggestion> send(TestTown& town, const Sent& what)
{
    return town.change([&](app::Work& work) { return suggest(work, what); });
}

std::int64_t waiting(TestTown& town)
{
    return town.read([](app::View& seen) {
        app::View view(seen.db, seen.town, app::the_program(), seen.now);
        return app::count(figures::suggestions(), view, app::every_day({{"stage", "waiting"}}));
    });
}

Suggestion get(TestTown& town, Id<Suggestion> id)
{
    return town.read([&](app::View& view) { return store::find_suggestion(view.db, view.town.id, id).value(); });
}

Fields filled(const std::string& code)
{
    return {{"title", "Вечер игр"}, {"why", "Соседи познакомятся"},
            {"when", "в мае"},      {"place", "Двор"},
            {"audience", ""},       {"name", ""},
            {"contact", ""},        {"code", code}};
}

template <class Test>
void for_each_hall(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database, {.new_lines = new_lines()},
                    {suggestions::feature(), bodies::feature({.lines = plan::body_lines})});
        test(house);
    });
}

}  // namespace

TEST_CASE("a suggestion says what and why; whoever gives a name or a contact consents")
{
    struct Case {
        Content content;
        Author author;
        std::vector<std::string> faults;
    };
    const Content full{.title = "Вечер", .when = "", .place = "", .audience = "", .why = "Соседи"};
    const std::vector<Case> cases = {
        {full, Resident{}, {}},
        {full, Resident{"Анна", "", true}, {}},
        {full, Resident{"Анна", "", false}, {"suggestions.consent_needed"}},
        {full, Resident{"", "8-900", false}, {"suggestions.consent_needed"}},
        {full, Chair{Id<app::Account>(1), "Борис", {}}, {}},
        {{}, Resident{}, {"suggestions.title_needed", "suggestions.why_needed"}},
    };
    for (const auto& one : cases) {
        std::vector<std::string> found;
        for (const auto& fault : faults_of(one.content, one.author)) found.push_back(fault.message);
        CHECK(found == one.faults);
    }
}

TEST_CASE("a decision is made once; the same again changes nothing")
{
    const Suggestion waits;
    const Id<plan::Line> line(5), other(6);
    const auto in_plan = taken(waits, line, noon);
    CHECK(in_plan->decision == Decision(Taken{line, noon}));
    CHECK(taken(*in_plan, line, later)->decision == Decision(Taken{line, noon}));
    CHECK(taken(*in_plan, other, later).error().message == "suggestions.decided_already");
    CHECK(declined(*in_plan, "нет", later).error().message == "suggestions.decided_already");
    const auto refused = declined(waits, "Двор ремонтируют", noon);
    CHECK(declined(*refused, "Двор ремонтируют", later)->decision == refused->decision);
    CHECK(declined(*refused, "Передумали", later).error().message == "suggestions.decided_already");
    CHECK(taken(*refused, line, later).error().message == "suggestions.decided_already");
    CHECK(declined(waits, "", noon).error().field == "reason");
}

TEST_CASE("a suggestion comes back as it was sent, and the form sent twice is one")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        const auto sent = send(yurga, suggestion(1));
        REQUIRE(sent.has_value());
        CHECK(send(yurga, suggestion(1))->id == sent->id);
        CHECK(waiting(yurga) == 1);
        const Suggestion back = get(yurga, sent->id);
        CHECK(back.content == suggestion(1).content);
        CHECK(std::get<Resident>(back.author).contact == "8-900");
        CHECK(back.year == 2021);
        CHECK(back.key_hash == app::token_hash(suggestion(1).code));
        CHECK(waiting(taiga) == 0);
        // The same code in another town is another suggestion.
        CHECK(send(taiga, suggestion(1))->id != sent->id);
    });
}

TEST_CASE("a network has five a day, and its sixth takes nothing of the town's budget")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        for (int i = 0; i < a_day_of_network; ++i) CHECK(send(yurga, suggestion(i)).has_value());
        for (int i = 0; i < 3; ++i) {
            const auto refused = send(yurga, suggestion(50 + i));
            REQUIRE_FALSE(refused.has_value());
            CHECK(refused.error().kind == RefusalKind::too_many);
            CHECK(refused.error().message == "suggestions.too_many_network");
        }
        CHECK(send(yurga, suggestion(0)).has_value());  // sent again it is there already
        CHECK(send(yurga, suggestion(60, "192.0.2.2")).has_value());
        CHECK(send(taiga, suggestion(61)).has_value());
        CHECK(yurga.read([](app::View& view) {
            return view.db.value<std::int64_t>(
                "SELECT used FROM budgets WHERE town_id = :town AND name = 'suggestions.town'",
                {{"town", view.town.id}});
        }) == a_day_of_network + 1);
        yurga.now.milliseconds += 86'400'000;
        CHECK(send(yurga, suggestion(70)).has_value());
    });
}

TEST_CASE("a town has a hundred a day, and two hundred may wait")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        int number = 0;
        const auto send_one = [&] {
            ++number;
            return send(yurga, suggestion(number, "network " + std::to_string(number)));
        };
        for (int day = 0; day < 2; ++day) {
            for (int i = 0; i < a_day_of_town; ++i) REQUIRE(send_one().has_value());
            CHECK(send_one().error().message == "suggestions.too_many_town");
            yurga.now.milliseconds += 86'400'000;
        }
        CHECK(waiting(yurga) == waiting_most);
        CHECK(send_one().error().message == "suggestions.queue_full");
        const auto first =
            yurga.read([](app::View& view) { return store::list_waiting(view.db, view.town.id, {}, 1).front().id; });
        yurga.change([&](app::Work& work) { return decline_suggestion(work, first, "Двор ремонтируют"); });
        CHECK(send_one().has_value());
    });
}

TEST_CASE("of many who send at once no more than the network's budget come through")
{
    for_each_hall([](House& house) {
        std::atomic<int> done{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&, i] {
                house.site.change(house.yurga.town, {}, [&](app::Work& work) {
                    const bool good = suggest(work, suggestion(i)).has_value();
                    done += good;
                    return good ? db::Outcome::keep : db::Outcome::roll_back;
                });
            });
        for (auto& thread : threads) thread.join();
        CHECK(done == a_day_of_network);
        CHECK(waiting(house.yurga) == a_day_of_network);
    });
}

TEST_CASE("ninety days after the decision it is forgotten who suggested; what and the answer stay")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        const auto one = send(yurga, suggestion(1))->id, two = send(yurga, suggestion(2))->id,
                   strange = send(taiga, suggestion(3))->id;
        yurga.change([&](app::Work& work) { return decline_suggestion(work, one, "Двор ремонтируют"); });
        taiga.change([&](app::Work& work) { return decline_suggestion(work, strange, "Нет"); });
        const auto forget = [&](TestTown& town, std::int64_t days) {
            town.now.milliseconds = noon.milliseconds + days * 86'400'000 + 1;
            town.change([](app::Work& work) {
                app::erasure::erase_old(work, law::days_of);
                return std::optional(true);
            });
        };
        const auto name = [&](TestTown& town, Id<Suggestion> id) {
            return std::get<Resident>(get(town, id).author).name;
        };
        forget(yurga, 90 - 1);
        CHECK(name(yurga, one) == "Анна");
        forget(yurga, 90);
        CHECK(name(yurga, one).empty());
        CHECK(std::get<Resident>(get(yurga, one).author).contact.empty());
        CHECK(std::get<Declined>(get(yurga, one).decision).reason == "Двор ремонтируют");
        CHECK(name(yurga, two) == "Анна");  // not decided yet
        CHECK(name(taiga, strange) == "Анна");
        forget(yurga, 365 - 1);
        CHECK(name(yurga, two) == "Анна");
        forget(yurga, 365);
        CHECK(name(yurga, two).empty());
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("a resident suggests without an account and finds the answer by the link")
{
    for_each_hall([](House& house) {
        Browser anna(house), gleb(house, "Глеб");
        anna.get("/plan/suggest");
        const auto code = anna.between("name=\"code\" value=\"", "\"");
        CHECK(code.size() == code_size);
        for (int i = 0; i < 2; ++i) {
            anna.post("/plan/suggest", filled(code));
            CHECK(anna.status() == 303);
            CHECK(anna.location() == "/plan/suggestions/" + code);
        }
        anna.get(anna.location());
        CHECK(anna.says("ждёт решения"));
        CHECK(anna.says("https://yurga.example/plan/suggestions/" + code));
        gleb.get("/office/suggestions");
        CHECK(gleb.count("Вечер игр") == 1);
        const auto path = gleb.between("<th scope=\"row\"><a href=\"", "\"");
        gleb.get(path);
        CHECK(gleb.says("Соседи познакомятся"));
        gleb.post(path + "/refusal", {{"reason", ""}});
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("reason") == "Напишите причину: её увидит тот, кто предложил.");
        gleb.post(path + "/refusal", {{"reason", "В мае двор ремонтируют."}});
        CHECK(gleb.status() == 303);
        anna.get("/plan/suggestions/" + code);
        CHECK(anna.says("В мае двор ремонтируют."));
        gleb.get("/office/suggestions");
        CHECK_FALSE(gleb.says("Вечер игр"));
        gleb.get("/office/suggestions?state=decided");
        CHECK(gleb.says("Вечер игр"));
        CHECK(house.yurga.audit().empty());
        Browser stranger(house, "", "taiga.example");
        stranger.get("/plan/suggestions/" + code);
        CHECK(stranger.status() == 404);
        anna.get("/plan/suggestions/" + std::string(code_size, 'z'));
        CHECK(anna.status() == 404);
    });
}

TEST_CASE(
    "what is wrong in a suggestion stands beside its field, what was typed is kept, and nobody's name is on the answer")
{
    for_each_hall([](House& house) {
        Browser anna(house);
        anna.get("/plan/suggest");
        const auto code = anna.between("name=\"code\" value=\"", "\"");
        auto form = filled(code);
        form[0].second = "";
        form[5].second = "Анна Тайная";
        anna.post("/plan/suggest", form);
        CHECK(anna.status() == 422);
        CHECK(anna.error_of("title") == "Напишите, что предлагаете.");
        CHECK(anna.says("consent-error"));
        CHECK(anna.says("Соседи познакомятся"));
        CHECK(anna.says("value=\"" + code + "\""));
        form[0].second = "Вечер";
        form.emplace_back("consent", "1");
        anna.post("/plan/suggest", form);
        REQUIRE(anna.status() == 303);
        anna.get(anna.location());
        CHECK_FALSE(anna.says("Тайная"));
        form[7].second = "short";
        anna.post("/plan/suggest", form);
        CHECK(anna.status() == 400);
    });
}

TEST_CASE("who has used up the day's budget is told so kindly, and the form keeps what was written")
{
    for_each_hall([](House& house) {
        for (int i = 0; i < a_day_of_network; ++i) CHECK(send(house.yurga, suggestion(i)).has_value());
        Browser anna(house);
        anna.get("/plan/suggest");
        anna.post("/plan/suggest", filled(anna.between("name=\"code\" value=\"", "\"")));
        CHECK(anna.status() == 429);
        CHECK(anna.says("отправьте её завтра"));
        CHECK(anna.says("Соседи познакомятся"));
    });
}

TEST_CASE("an organiser takes a suggestion into the plan: the form begins with its words, and the answer is the line")
{
    for_each_hall([](House& house) {
        const auto id = send(house.yurga, suggestion(1))->id;
        Browser gleb(house, "Глеб"), anna(house);
        gleb.get("/office/suggestions/" + to_text(id));
        const auto link = "/office/plan/2022/lines/new?from=" + to_text(id);
        CHECK(gleb.says(link));
        gleb.get(link);
        CHECK(gleb.says(">Вечер игр</textarea>"));
        CHECK(gleb.value_of("when") == "в мае");
        CHECK(gleb.says("name=\"from\" value=\"" + to_text(id) + "\""));
        const auto action = gleb.between("<form action=\"/office/plan/2022/lines/", "\"");
        const Fields line = {{"title", "Вечер настольных игр"},
                             {"when", "май"},
                             {"kind", "event"},
                             {"age", "0+"},
                             {"from", to_text(id)},
                             {"version", "0"},
                             {"deed", "announce"}};
        auto broken = line;
        broken[0].second = "";
        gleb.post("/office/plan/2022/lines/" + action, broken);
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("name=\"from\" value=\"" + to_text(id) + "\""));
        for (int i = 0; i < 2; ++i) {
            gleb.post("/office/plan/2022/lines/" + action, line);
            CHECK(gleb.status() == 303);
        }
        CHECK(house.yurga.lines(2022).size() == 1);
        anna.get("/plan/suggestions/" + suggestion(1).code);
        CHECK(anna.says("/plan/2022/lines/" + action));
        CHECK(anna.says("взято в план"));
        // What is decided is not taken a second time, and the second line does not come into being.
        gleb.get(link);
        const auto second = gleb.between("<form action=\"/office/plan/2022/lines/", "\"");
        gleb.post("/office/plan/2022/lines/" + second, line);
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("уже решили"));
        CHECK(house.yurga.lines(2022).size() == 1);
        gleb.get("/office/plan/2022/lines/new?from=nonsense");
        CHECK(gleb.status() == 404);
    });
}

TEST_CASE("a chair suggests a line for their body and finds the answer where their day begins")
{
    for_each_hall([](House& house) {
        auto& yurga = house.yurga;
        std::optional<bodies::Body> south;
        house.change(yurga, [&](app::Work& work) {
            bodies::BodyContent what;
            what.kind = bodies::Kind::tos;
            what.name = "ТОС «Южный»";
            south = bodies::add_body(work, work.new_id<bodies::Body>(), what).value();
            return bodies::put_member(work, south->id, {Id<app::Account>(boris_id), bodies::Part::chair}).has_value();
        });
        Browser boris(house, "Борис"), gleb(house, "Глеб");
        boris.get("/office/plan/2021/suggestions/new");
        REQUIRE(boris.status() == 200);
        const auto key = boris.between("name=\"key\" value=\"", "\"");
        boris.post("/office/plan/2021/suggestions", {{"title", ""}, {"why", "Соседи"}, {"key", key}});
        CHECK(boris.status() == 422);
        CHECK(boris.says("Соседи"));
        for (int i = 0; i < 2; ++i) {
            boris.post("/office/plan/2021/suggestions", {{"title", "Субботник"}, {"why", "Соседи"}, {"key", key}});
            CHECK(boris.status() == 303);
        }
        boris.post("/office/plan/2021/suggestions", {{"title", "Другое"}, {"why", "Соседи"}, {"key", key}});
        CHECK(boris.status() == 409);
        CHECK(waiting(yurga) == 1);
        gleb.get("/office/suggestions");
        CHECK(gleb.says("председатель ТОС"));
        const auto path = gleb.between("<th scope=\"row\"><a href=\"", "\"");
        gleb.get(path);
        CHECK(gleb.says("Борис, ТОС «Южный»"));
        const auto id = path.substr(path.rfind('/') + 1);
        gleb.get("/office/plan/2021/lines/new?from=" + id);
        CHECK(gleb.says(">ТОС «Южный»</textarea>"));
        yurga.actor = veche::plan::test::boris();
        const auto& words = house.site.words(language::Code::ru);
        const auto own = yurga.read([&](app::View& view) { return own_model(view, words); });
        yurga.actor = veche::plan::test::gleb();
        REQUIRE(own.at("suggestions").size() == 1);
        CHECK(own["suggestions"][0]["title"] == "Субботник");
        CHECK(yurga.read([&](app::View& view) { return todo(view, words); }).at("href") == "/office/suggestions");
        CHECK(yurga.read([&](app::View& view) { return own_model(view, words); }).is_null());
        // A key that is another's suggestion is nobody's.
        Browser anna(house);
        const auto residents = send(yurga, suggestion(9))->id;
        boris.post("/office/plan/2021/suggestions",
                   {{"title", "Чужое"}, {"why", "Соседи"}, {"key", to_text(residents)}});
        CHECK(boris.status() == 404);
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("suggestions of another town are not there")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        const auto strange = send(taiga, suggestion(1))->id;
        CHECK_THROWS_AS(yurga.change([&](app::Work& work) { return decline_suggestion(work, strange, "Нет"); }),
                        NotFound);
        CHECK_THROWS_AS(
            yurga.change([&](app::Work& work) { return take_suggestion(work, strange, Id<plan::Line>(5)); }), NotFound);
        CHECK(waiting(taiga) == 1);
    });
}

}  // namespace suggestions_test
