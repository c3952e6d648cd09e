// The demo: two towns as data (demo/), with one account for each role. Passwords are made anew for each demo and printed once
// more by ./run from DATA/demo-accounts.txt: a demo left running on the net has no password that everybody knows.

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <sodium.h>
#include <nlohmann/json.hpp>

#include "features/accounts/feature.hpp"
#include "features/bodies/feature.hpp"
#include "features/plan/program.hpp"
#include "program/demo_participation.hpp"
#include "program/demo_photos.hpp"
#include "program/installation.hpp"

namespace veche::program {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string read_text(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Mistake("the file " + file.string() + " cannot be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string random_letters(std::size_t length, std::string_view letters)
{
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += letters[randombytes_uniform(std::uint32_t(letters.size()))];
    return text;
}

/// Four groups that can be read aloud: "rokat-7mifu-…".
std::string new_password()
{
    std::string text;
    for (int i = 0; i < 4; ++i) text += (i ? "-" : "") + random_letters(5, "abcdefghkmnprstuvwxyz23456789");
    return text;
}

void make_accounts(Installation& installation, const app::Town& town, const json& accounts, std::string& told)
{
    for (const auto& account : accounts) {
        const auto role = app::parse_role(account.at("role").get<std::string>()).value();
        const auto email = accounts::Email::parse(account.at("email").get<std::string>()).value();
        const std::string password = new_password();
        // Administrators must have a second factor; the demo's is printed like the password.
        accounts::AccountOptions options;
        if (role == app::Role::administrator)
            options.second_factor = random_letters(32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
        installation.change(town, [&](app::Work& work) {
            const auto made = accounts::create_account(work, email, account.at("name").get<std::string>(),
                                                       app::Roles{role}, Secret<>(password), options);
            if (!made) throw Mistake("demo account " + email.text() + ": " + made.error().message);
            return db::Outcome::keep;
        });
        told += fmt::format("{}\t{}\t{}\t{}\t{}\n", town.base_url, app::to_text(role), email.text(), password,
                            options.second_factor);
    }
}

/// The directory, and who speaks for whom.
void make_bodies(Installation& installation, const app::Town& town, const json& bodies)
{
    for (const auto& one : bodies) {
        bodies::BodyContent content;
        content.kind = bodies::parse_kind(one.at("kind").get<std::string>()).value();
        content.name = one.at("name");
        content.about = one.at("about");
        content.contact = one.at("contact");
        installation.change(town, [&](app::Work& work) {
            const auto made = bodies::add_body(work, work.new_id<bodies::Body>(), content);
            if (!made) throw Mistake("demo body " + content.name + ": " + made.error().message);
            const auto email = accounts::Email::parse(one.value("chair", "nobody@demo.example")).value();
            if (const auto chair = accounts::find_account(work.tx, town.id, email))
                bodies::put_member(work, made->id, {*chair, bodies::Part::chair}).value();
            return db::Outcome::keep;
        });
    }
}

/// Plans are kept with {YEAR} and {NEXT} in their dates where the demo should show the present.
fs::path plan_file(const app::Config& config, const fs::path& folder, const json& plan, int year)
{
    const fs::path source = folder / plan.at("file").get<std::string>();
    if (!plan.value("living", false)) return source;
    std::string text = read_text(source);
    for (const auto& [word, value] : {std::pair<std::string, int>("{YEAR}", year)})
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at))
            text.replace(at, word.size(), std::to_string(value));
    const fs::path made = config.data / "tmp" / source.filename();
    fs::create_directories(made.parent_path());
    std::ofstream(made, std::ios::binary) << text;
    return made;
}

json lines_of(Installation& installation, const app::Town& town, int year)
{
    json lines;
    installation.site->database().read([&](db::Session& session) {
        app::View view(session, town, command_line(), now());
        const auto& words = installation.site->words(language::Code::ru);
        lines = json::parse(plan::export_year(view, words, year, plan::FileFormat::json)).at("lines");
    });
    return lines;
}

/// The line that a deed names by its number or title, as it stands now.
plan::Line line_of(Installation& installation, const app::Town& town, const json& lines, const json& deed)
{
    const char* by = deed.contains("number") ? "number" : "title";
    for (const auto& one : lines)
        if (one.at(by) == deed.at(by)) {
            const auto id = parse_id<plan::Line>(one.at("id").get<std::string>()).value();
            std::optional<plan::Line> line;
            installation.change(town, [&](app::Work& work) {
                line = plan::get_line(work, id);
                return db::Outcome::roll_back;
            });
            return *line;
        }
    throw Mistake("demo: there is no line " + deed.at(by).dump() + " in the plan");
}

/// One deed of the demo's year; what the rules refuse is a mistake in the data.
template <class Command>
void must(Installation& installation, const app::Town& town, const std::string& what, Command command)
{
    installation.change(town, [&](app::Work& work) {
        const auto done = command(work);
        if (!done) throw Mistake("demo, " + what + ": " + done.error().message);
        return db::Outcome::keep;
    });
}

void approve(Installation& installation, const app::Town& town, int year, const json& act)
{
    const plan::Approval approval{.act = act.at("act"),
                                  .act_number = act.at("number"),
                                  .act_day = parse_iso_day(act.at("day").get<std::string>()),
                                  .signer_post = act.at("post"),
                                  .signer_name = act.at("name")};
    must(installation, town, "agreement", [&](app::Work& work) { return plan::agree_plan(work, year, 1); });
    must(installation, town, "approval", [&](app::Work& work) { return plan::approve_plan(work, year, 2, approval); });
}

/// A year half gone: what was held, moved and cancelled.
void live_through(Installation& installation, const fs::path& folder, const app::Town& town, int year, const json& life)
{
    const auto lines = lines_of(installation, town, year);
    approve(installation, town, year, life.at("approval"));
    for (const auto& deed : life.at("moved")) {
        const auto line = line_of(installation, town, lines, deed);
        const auto when = language::parse_when(deed.at("when").get<std::string>(), year);
        must(installation, town, line.content.title, [&](app::Work& work) {
            return plan::move_line(work, line.id, line.version, when, deed.at("reason").get<std::string>());
        });
    }
    for (const auto& deed : life.at("held")) {
        const auto line = line_of(installation, town, lines, deed);
        const plan::Report report{.first = parse_iso_day(deed.at("day").get<std::string>()),
                                  .last = {},
                                  .participants = deed.at("participants").get<std::int64_t>(),
                                  .summary = deed.at("summary")};
        must(installation, town, line.content.title, [&](app::Work& work) {
            return plan::hold_line(work, line.id, line.version, line.happenings.front().id, report);
        });
        if (deed.contains("photos")) add_photos(installation, folder, town, line, deed.at("photos"));
    }
    for (const auto& deed : life.at("cancelled")) {
        const auto line = line_of(installation, town, lines, deed);
        must(installation, town, line.content.title, [&](app::Work& work) {
            return plan::cancel_line(work, line.id, line.version, {}, deed.at("reason").get<std::string>());
        });
    }
}

void write_programmes(Installation& installation, const app::Town& town, int year, const json& programmes)
{
    const auto lines = lines_of(installation, town, year);
    for (const auto& deed : programmes) {
        const auto line = line_of(installation, town, lines, deed);
        must(installation, town, line.content.title, [&](app::Work& work) -> Result<plan::Line> {
            auto content = line.content;
            auto programme = language::parse_programme(deed.at("hours").get<std::string>(), "programme");
            if (!programme) return tl::unexpected(programme.error());
            content.programme = std::move(*programme);
            return plan::edit_line(work, line.id, line.version, std::move(content));
        });
    }
}

void make_plans(Installation& installation, const app::Config& config, const fs::path& folder, const app::Town& town,
                const json& plans)
{
    const int this_year = int(town.zone.local(now()).day.year());
    for (const auto& plan : plans) {
        const int year = plan.value("living", false) ? this_year : plan.at("year").get<int>();
        const auto draft = plan::read_draft(plan_file(config, folder, plan, year), year);
        if (!draft) throw Mistake("demo plan: " + installation.site->words(language::Code::ru).say(draft.error()));
        installation.change(town, [&](app::Work& work) {
            return plan::import_draft(work, year, *draft, plan::Announcing::now) ? db::Outcome::keep
                                                                                 : db::Outcome::roll_back;
        });
        if (plan.contains("programmes")) write_programmes(installation, town, year, plan.at("programmes"));
        if (plan.contains("life")) live_through(installation, folder, town, year, plan.at("life"));
        if (plan.contains("taking_part")) take_part(installation, town, year, plan.at("taking_part"));
    }
}

}  // namespace

int make_demo(const app::Config& config, const std::string& folder)
{
    const json demo = json::parse(read_text(fs::path(folder) / "demo.json"));
    for (const auto& town : demo.at("towns")) {
        const std::string emblem = town.value("emblem", "");
        TownWish wish{.slug = town.at("slug"),
                      .name = town.at("name"),
                      .host = town.at("host"),
                      .timezone = town.at("timezone"),
                      .base_url = town.value("base_url", ""),
                      .colour = town.at("colour"),
                      .emblem = emblem.empty() ? "" : read_text(fs::path(folder) / emblem)};
        init(config, wish);
    }
    auto installation = open_installation(config);
    std::string told;
    for (const auto& entry : demo.at("towns")) {
        const auto town = installation.town(entry.at("slug").get<std::string>());
        make_accounts(installation, *town, entry.at("accounts"), told);
        make_bodies(installation, *town, entry.value("bodies", json::array()));
        make_plans(installation, config, folder, *town, entry.at("plans"));
    }
    const auto file = config.data / "demo-accounts.txt";
    std::ofstream(file) << told;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    fmt::print("{}", told);
    return 0;
}

}  // namespace veche::program
