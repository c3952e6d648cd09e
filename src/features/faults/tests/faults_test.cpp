#include <doctest/doctest.h>

#include "app/jobs.hpp"
#include "app/parking.hpp"
#include "app/store_parking.hpp"
#include "features/faults/feature.hpp"
#include "features/front/feature.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace faults_test {

using namespace veche;
using namespace std::chrono_literals;
using plan::test::Browser;
using plan::test::House;

namespace {

/// Two listeners and a job that fail when told to.
struct Background {
    bool fails = true, job_fails = false;
    std::vector<std::string> done;

    app::Feature feature()
    {
        app::Feature feature;
        feature.name = "background";
        for (const std::string_view name : {"post", "plan.link_bodies"})
            feature.listeners.push_back({"told", name, [this, name](app::Work&, const nlohmann::json& payload) {
                                             if (fails) throw std::runtime_error("the post is <closed>");
                                             done.push_back(std::string(name) + payload.at("number").dump());
                                         }});
        feature.periodic = {{"accounts.sweep", 1h, [this](app::Work&) {
                                 if (job_fails) throw std::runtime_error("the broom is broken");
                             }}};
        return feature;
    }
};

struct Fixture {
    explicit Fixture(db::Database& database)
        : house(database, {}, {front::feature(), faults::feature(), background.feature()}), jobs(house.site)
    {}
    void tell(int number)
    {
        house.change(house.yurga, [&](app::Work& work) {
            work.announce("told", {{"number", number}});
            return true;
        });
    }
    void hours(int count)
    {
        for (int hour = 0; hour < count; ++hour) {
            jobs.run_once();
            house.yurga.now = house.yurga.now + 1h;
        }
    }
    std::vector<app::store::Parked> aside()
    {
        return house.yurga.read(
            [](app::View& view) { return app::store::list_parked(view.db, view.town.id, {}, 100); });
    }
    static std::string path_of(const app::store::Parked& one)
    {
        return "/office/faults/" + id_text(one.key.outbox_id) + "/" + one.key.listener;
    }

    Background background;
    House house;
    app::Jobs jobs;
};

template <class Test>
void for_each_fixture(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        Fixture fixture(database);
        test(fixture);
    });
}

}  // namespace

TEST_CASE("an administrator sees what stands aside, since when and why, from the first page on")
{
    for_each_fixture([](Fixture& f) {
        Browser galina(f.house, "Галина");
        galina.get("/office");
        CHECK(!galina.says("не смогла"));
        galina.get("/office/faults");
        CHECK(galina.status() == 200);
        CHECK(galina.says("Сбоев нет"));
        f.tell(1);
        f.hours(12);
        galina.get("/office");
        CHECK(galina.says("Программа не смогла сделать часть работы"));
        CHECK(galina.says("href=\"/office/faults\""));
        galina.get("/office/faults");
        CHECK(galina.says("Связь строк плана с организациями"));
        CHECK(galina.says("post · told {&quot;number&quot;:1}"));
        CHECK(galina.says("the post is &lt;closed&gt;"));
        CHECK(galina.says("Случилось 30 июня 2021, 3:53"));
        CHECK(galina.says("Отложено 30 июня 2021, 14:53"));
        CHECK(Browser(f.house, "Глеб").get("/office/faults").status == 403);
        Browser gleb(f.house, "Глеб");
        gleb.get("/office");
        CHECK(!gleb.says("не смогла"));
    });
}

TEST_CASE("what stands aside is tried again at the office's word, all of it in its order, with a trace")
{
    for_each_fixture([](Fixture& f) {
        for (int i = 1; i <= 3; ++i) f.tell(i);
        f.hours(40);
        REQUIRE(f.aside().size() == 6);
        Browser galina(f.house, "Галина");
        galina.get("/office/faults");
        galina.post(Fixture::path_of(f.aside()[0]) + "/attempt", {});
        CHECK(galina.status() == 303);
        galina.get("/office/faults");
        CHECK(galina.says("Пробуем ещё раз"));
        f.jobs.run_once();
        CHECK(f.aside().size() == 6);  // it failed once more
        f.background.fails = false;
        galina.post("/office/faults/attempts", {});
        CHECK(galina.status() == 303);
        f.jobs.run_once();
        CHECK(f.aside().empty());
        using Names = std::vector<std::string>;
        CHECK(f.background.done ==
              Names{"plan.link_bodies1", "plan.link_bodies2", "plan.link_bodies3", "post1", "post2", "post3"});
        const auto deeds = f.house.yurga.deeds();
        CHECK(std::ranges::count(deeds, "faults.try_again") == 1);
        CHECK(std::ranges::count(deeds, "faults.try_all_again") == 1);
        CHECK(f.house.yurga.audit() == "");
    });
}

TEST_CASE(
    "what stands aside is removed for a reason that stays in the audit; without one it stays, and so does what was "
    "typed")
{
    for_each_fixture([](Fixture& f) {
        f.tell(1);
        f.hours(12);
        const auto path = Fixture::path_of(f.aside().at(0)) + "/removal";
        Browser galina(f.house, "Галина");
        galina.get("/office/faults");
        galina.post(path, {{"reason", " "}});
        CHECK(galina.status() == 422);
        CHECK(galina.says("aria-invalid=\"true\""));
        CHECK(f.aside().size() == 2);
        const std::string long_reason(501, 'x');
        galina.post(path, {{"reason", long_reason}});
        CHECK(galina.status() == 422);
        CHECK(galina.says(long_reason));
        galina.post(path, {{"reason", "Дом снесён"}});
        CHECK(galina.status() == 303);
        CHECK(f.aside().size() == 1);
        galina.post(path, {{"reason", "Дом снесён"}});
        CHECK(galina.status() == 404);
        const auto last = f.house.yurga.read(
            [](app::View& view) { return app::store::list_audit(view.db, view.town.id, 0, 1).at(0); });
        CHECK(last.deed == "faults.remove");
        CHECK(last.details.find("Дом снесён") != std::string::npos);
        f.background.fails = false;
        f.hours(1);
        CHECK(f.background.done.empty());
    });
}

TEST_CASE("what another town put aside is not there")
{
    for_each_fixture([](Fixture& f) {
        f.tell(1);
        f.hours(12);
        Browser galina(f.house, "Галина", "taiga.example");
        galina.get("/office/faults");
        CHECK(galina.says("Сбоев нет"));
        galina.get("/office/town");
        galina.post(Fixture::path_of(f.aside().at(0)) + "/attempt", {});
        CHECK(galina.status() == 404);
        galina.post(Fixture::path_of(f.aside().at(0)) + "/removal", {{"reason", "чужое"}});
        CHECK(galina.status() == 404);
        CHECK(f.aside().size() == 2);
    });
}

TEST_CASE("a job that fails again and again is on the same page, and is run sooner at the office's word")
{
    for_each_fixture([](Fixture& f) {
        f.background.job_fails = true;
        f.hours(4);
        Browser galina(f.house, "Галина");
        galina.get("/office");
        CHECK(galina.says("Не удаётся работа по расписанию"));
        galina.get("/office/faults");
        CHECK(galina.says("Уборка законченных сеансов"));
        CHECK(galina.says("the broom is broken"));
        CHECK(galina.says("Не удалось 4 раза подряд"));
        f.background.job_fails = false;
        f.house.yurga.now = f.house.yurga.now - 59min;  // its pause is not over
        galina.post("/office/faults/jobs/accounts.sweep/attempt", {});
        CHECK(galina.status() == 303);
        app::Jobs(f.house.site).run_once();
        galina.get("/office/faults");
        CHECK(galina.says("Сбоев нет"));
        galina.post("/office/faults/jobs/accounts.sweep/attempt", {});
        CHECK(galina.status() == 404);
        CHECK(std::ranges::count(f.house.yurga.deeds(), "faults.try_job") == 1);
    });
}

TEST_CASE("the figures for monitors count what stands aside and jobs that fail")
{
    for_each_fixture([](Fixture& f) {
        f.background.job_fails = true;
        f.tell(1);
        f.hours(12);
        web::Request request;
        request.method = web::Method::get;
        request.host = "yurga.example";
        request.target = request.path = "/metrics";
        request.peer = "127.0.0.1";
        const auto answer = f.house.site.handle(request);
        CHECK(answer.text.find("veche_deliveries_aside 2") != std::string::npos);
        CHECK(answer.text.find("veche_jobs_failing 2") != std::string::npos);  // one in each town
    });
}

}  // namespace faults_test
