#include <fstream>
#include <iterator>
#include <regex>

#include <fmt/format.h>

#include "app/audit.hpp"
#include "app/step.hpp"
#include "app/store.hpp"
#include "core/text.hpp"
#include "features/accounts/feature.hpp"
#include "language/domain.hpp"
#include "program/installation.hpp"

namespace veche::program {

namespace {

bool is_local(std::string_view host)
{
    return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "::1";
}

/// "Yurga.Example:8080" -> "yurga.example", "Юрга.РФ" -> "xn--80af2b1c.xn--p1ai", which is what browsers send; the port is the
/// proxy's matter.
std::string parse_host(const std::string& typed)
{
    const auto colon = typed.rfind(':');
    const bool has_port = colon != std::string::npos && typed.find(':') == colon;
    const auto host = language::ascii_domain(std::string_view(typed).substr(0, has_port ? colon : std::string::npos));
    static const std::regex form("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    if (!host || !std::regex_match(*host, form)) throw Mistake("--host: \"" + typed + "\" is not a host name");
    return *host;
}

/// Links carry the name as machines say it, whatever way it was typed.
std::string parse_base_url(const std::string& typed)
{
    static const std::regex form("(https?://)(\\[[0-9a-fA-F:.]+\\]|[^/:?#@\\[\\]]+)(:[0-9]{1,5})?/?");
    std::smatch parts;
    if (!std::regex_match(typed, parts, form))
        throw Mistake("--base-url: an address as \"https://veche.yurga.example\" is expected");
    const auto host = language::ascii_domain(parts[2].str());
    if (!host) throw Mistake("--base-url: \"" + parts[2].str() + "\" is not a host name");
    return parts[1].str() + *host + parts[3].str();
}

/// The address as links have it, and as people read it where that differs.
std::string shown(const app::Town& town)
{
    const auto readable = language::readable_domain(town.host);
    return readable == town.host ? town.base_url : fmt::format("{} ({})", town.base_url, readable);
}

app::Town parse_town(const TownWish& wish, const app::Config& config)
{
    app::Town town;
    static const std::regex slug("[a-z][a-z0-9-]{0,39}");
    if (!std::regex_match(wish.slug, slug))
        throw Mistake("--town: small Latin letters, digits and dashes are expected");
    town.slug = wish.slug;
    const auto name = parse_line(wish.name, "name", 1, 100);
    if (!name) throw Mistake("--name: 1 to 100 characters are expected");
    town.name = *name;
    town.host = parse_host(wish.host);
    const auto zone = language::Zone::find(wish.timezone);
    if (!zone) throw Mistake("--timezone: \"" + wish.timezone + "\" is not a time zone; \"Asia/Novokuznetsk\" is");
    town.zone = *zone;
    town.colour = wish.colour;
    town.emblem = wish.emblem;
    if (!wish.base_url.empty())
        town.base_url = parse_base_url(wish.base_url);
    else
        town.base_url =
            is_local(town.host) ? fmt::format("http://{}:{}", town.host, config.listen_port) : "https://" + town.host;
    return town;
}

}  // namespace

int init(const app::Config& config, const TownWish& wish)
{
    app::Town town = parse_town(wish, config);
    auto database = open_database(config, 1);
    make_keys(config);
    app::Ids ids;
    const auto at = now();
    town.id = Id<app::Town>(ids.next(at));
    town.uuid = app::random_uuid();
    try {
        database->change([&](db::Session& tx) {
            app::store::insert_town(tx, town, at);
            app::Work(tx, town, command_line(), at, ids)
                .record("town.init", "town/" + town.slug, {{"name", town.name}, {"host", town.host}});
            app::audit::seal(tx, town.id, app::rows_of_a_step);
            return db::Outcome::keep;
        });
    } catch (const db::Error& error) {
        if (error.cause() == db::Cause::unique)
            throw Mistake("a town with this name (--town) or host (--host) is here already");
        throw;
    }
    fmt::print("{}: {}, {}, {}\n", town.slug, town.name, shown(town), town.zone.name());
    return 0;
}

int migrate(const app::Config& config)
{
    keep_temporary_files_in(config.data / "tmp");
    const auto database = db::Database::open({.url = app::database_url(config), .readers = 1});
    const auto done = db::Migrator(migrations()).run(*database, now());
    for (const auto& name : done) fmt::print("{}\n", name);
    fmt::print("{}\n", done.empty() ? "nothing to do" : "done");
    return 0;
}

namespace {

std::string read_password(const std::string& file)
{
    if (file.empty()) throw Mistake("--password-file: the path of a file that holds the password is expected");
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Mistake("--password-file: " + file + " cannot be read");
    std::string text{std::istreambuf_iterator<char>(in), {}};
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

}  // namespace

int create_account(const app::Config& config, const AccountWish& wish)
{
    auto installation = open_installation(config);
    const auto town = installation.town(wish.town);
    const auto email = accounts::Email::parse(wish.email);
    if (!email) throw Mistake("--email: this is not an e-mail address");
    const auto role = app::parse_role(wish.role);
    if (!role)
        throw Mistake(
            "--role: administrator, press_officer, organiser, tos_chair, moderator, juror, clerk or region_viewer");
    const Secret<> password(read_password(wish.password_file));
    Result<Id<app::Account>> made;
    installation.change(*town, [&](app::Work& work) {
        made = accounts::create_account(work, *email, wish.name, app::Roles{*role}, password);
        return made ? db::Outcome::keep : db::Outcome::roll_back;
    });
    if (!made) throw Mistake(installation.site->words(language::Code::en).say(made.error()));
    fmt::print("{} is {} of {}; sign in at {}/sign-in\n", wish.email, wish.role, town->name, town->base_url);
    return 0;
}

}  // namespace veche::program
