// The demo: two towns as data (demo/), with one account for each role. Passwords are made anew for each demo and printed once
// more by ./run from DATA/demo-accounts.txt: a demo left running on the net has no password that everybody knows.

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <sodium.h>
#include <nlohmann/json.hpp>

#include "app/contacts/store.hpp"
#include "features/accounts/feature.hpp"
#include "features/bodies/feature.hpp"
#include "features/plan/program.hpp"
#include "program/demo_dates.hpp"
#include "program/demo_life.hpp"
#include "program/demo_participation.hpp"
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

/// The plan's file; of a living one with the dates of today put in.
fs::path plan_file(const app::Config& config, const fs::path& source, bool living, Day today)
{
    if (!living) return source;
    const fs::path made = config.data / "tmp" / source.filename();
    fs::create_directories(made.parent_path());
    std::ofstream(made, std::ios::binary) << dated(read_text(source), today);
    return made;
}

void make_plans(Installation& installation, const app::Config& config, const fs::path& folder, const app::Town& town,
                const json& plans)
{
    const Day today = town.zone.local(now()).day;
    for (const auto& plan : plans) {
        const bool living = plan.value("living", false);
        const int year = living ? int(today.year()) : plan.at("year").get<int>();
        const fs::path source = folder / plan.at("file").get<std::string>();
        const auto draft = plan::read_draft(plan_file(config, source, living, today), year);
        if (!draft) throw Mistake("demo plan: " + installation.site->words(language::Code::ru).say(draft.error()));
        installation.change(town, [&](app::Work& work) {
            return plan::import_draft(work, year, *draft, plan::Announcing::now) ? db::Outcome::keep
                                                                                 : db::Outcome::roll_back;
        });
        const DemoYear lived{installation, folder, town, year, today};
        if (plan.contains("programmes")) write_programmes(lived, plan.at("programmes"));
        if (plan.contains("life")) live_through(lived, plan.at("life"));
        if (plan.contains("taking_part")) take_part(installation, town, year, plan.at("taking_part"));
    }
}

/// The number residents call, and who answers for their personal data.
void make_contacts(Installation& installation, const app::Town& town, const json& contacts)
{
    const app::Contacts kept{.phone = contacts.at("phone"),
                             .phone_hours = contacts.at("phone_hours"),
                             .data_operator = {.name = contacts.at("operator_name"),
                                               .address = contacts.at("operator_address"),
                                               .contact = contacts.at("operator_contact")}};
    installation.change(town, [&](app::Work& work) {
        app::store::put_contacts(work.tx, town.id, kept);
        return db::Outcome::keep;
    });
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
        if (entry.contains("contacts")) make_contacts(installation, *town, entry.at("contacts"));
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
