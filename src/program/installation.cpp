#include "program/installation.hpp"

#include <chrono>
#include <cstdlib>
#include <stdexcept>

#include "app/album/files.hpp"
#include "app/audit.hpp"
#include "app/checkpoints.hpp"
#include "app/erasure/erase.hpp"
#include "app/media_place.hpp"
#include "app/search.hpp"
#include "app/step.hpp"
#include "core/embedded.hpp"
#include "features/accounts/feature.hpp"
#include "features/bodies/feature.hpp"
#include "features/faults/feature.hpp"
#include "features/figures/feature.hpp"
#include "features/front/feature.hpp"
#include "features/law/feature.hpp"
#include "features/letters/feature.hpp"
#include "features/participation/feature.hpp"
#include "features/plan/program.hpp"
#include "features/settings/feature.hpp"
#include "features/subscriptions/feature.hpp"
#include "features/suggestions/feature.hpp"

namespace veche::program {

Instant now()
{
    return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

std::vector<db::Migration> migrations()
{
    std::vector<db::Migration> all;
    for (const auto& file : embedded_files())
        if (file.name.starts_with("migrations/"))
            all.push_back({std::string(file.name.substr(11)), std::string(file.content)});
    return all;
}

bool is_sqlite(const app::Config& config)
{
    return config.database.reveal().empty();
}

void require_database(const app::Config& config)
{
    if (is_sqlite(config) && !std::filesystem::exists(config.data / "veche.db"))
        throw Mistake("there is no database in " + config.data.string());
}

void keep_temporary_files_in(const std::filesystem::path& folder)
{
    std::filesystem::create_directories(folder);
    const auto place = std::filesystem::absolute(folder).string();
    for (const auto* name : {"SQLITE_TMPDIR", "TMPDIR"})
        if (::setenv(name, place.c_str(), 1) != 0) throw std::runtime_error("no memory");
}

std::unique_ptr<db::Database> open_database(const app::Config& config, int readers)
{
    keep_temporary_files_in(config.data / "tmp");
    auto database = db::Database::open({.url = app::database_url(config), .readers = readers});
    db::Migrator(migrations()).run(*database, now());
    return database;
}

const app::Actor& command_line()
{
    static const app::Actor actor{
        .kind = app::Actor::Kind::system, .account = {}, .name = "veche (command line)", .roles = {}};
    return actor;
}

std::shared_ptr<const app::Town> Installation::town(std::string_view slug) const
{
    auto town = site->towns().find_slug(slug);
    if (!town) throw Mistake("there is no town \"" + std::string(slug) + "\" here; veche init makes one");
    return town;
}

void Installation::change(const app::Town& town, const std::function<db::Outcome(app::Work&)>& command)
{
    site->change(town, command_line(), command);
    // No job comes after a command line to seal what it did.
    site->change(town, command_line(), [](app::Work& work) {
        app::audit::seal(work.tx, work.town.id, app::rows_of_a_step);
        return db::Outcome::keep;
    });
}

namespace {

/// What is kept folded is made anew where an older program kept it: names of bodies, what is linked by them, the words of the search.
void refold_towns(app::Site& site)
{
    for (const auto& town : *site.towns().all()) {
        bool current = false;
        site.database().read([&](db::Session& db) { current = app::search::is_current(db, town.id); });
        if (current) continue;
        site.change(town, command_line(), [](app::Work& work) {
            if (!app::search::begin_rebuild(work)) return db::Outcome::roll_back;
            bodies::refold_names(work);
            plan::refold_line_bodies(work);
            app::search::rebuild(work);
            return db::Outcome::keep;
        });
    }
}

}  // namespace

/// All at once, so that several processes can have the same folder of them before any of them needs one.
void make_keys(const app::Config& config)
{
    for (const auto name : {std::string_view("csrf"), std::string_view("letters"), app::audit_key})
        app::read_or_make_key(config.data, name);
}

Installation open_installation(const app::Config& config, std::function<std::string()> more_metrics)
{
    Installation installation{.config = config, .database = open_database(config), .site = nullptr, .media = nullptr};
    make_keys(config);
    app::Site::Settings settings{
        .key = app::read_or_make_key(config.data, "csrf"),
        .page_cache_bytes = std::size_t(config.page_cache_mb) * 1024 * 1024,
        .kept_bytes = std::size_t(config.kept_mb) * 1024 * 1024,
        .metrics_token = config.metrics_token.reveal(),
        .clock = now,
        .identify = [](app::View& view, std::string_view token) -> std::optional<app::Identified> {
            const auto found = accounts::find_session(view, token);
            if (!found) return std::nullopt;
            return app::Identified{found->actor, found->needs_touch};
        },
        .touch_session = [](app::Work& work, std::string_view token) { accounts::touch_session(work, token); },
        .more_metrics = std::move(more_metrics),
        .letters_key = app::read_or_make_key(config.data, "letters"),
        .mail_set_up = config.mail.set_up(),
        .name_templates = config.name_templates,
    };
    // A bucket is far away: what was asked for last is kept at hand.
    const std::size_t at_hand = config.media_bucket.url.empty() ? 0 : std::size_t(64) << 20;
    const auto media = std::make_shared<const app::Media>(app::open_media_files(config, now), at_hand);
    installation.media = media;
    std::vector<app::Feature> features = {
        front::feature(),
        plan::feature({.portal_line = {participation::portal_parts},
                       .sign_ups = participation::open_sign_ups,
                       .office_line = {participation::office_parts},
                       .new_lines = suggestions::new_lines()},
                      media),
        suggestions::feature(),
        participation::feature(settings.letters_key,
                               settings.mail_set_up ? participation::Mail::leaves : participation::Mail::not_set_up),
        subscriptions::feature(),
        letters::feature(),
        bodies::feature({.lines = plan::body_lines}, media),
        accounts::feature(),
        settings::feature(),
        faults::feature(),
        figures::feature(),
        law::feature(),
        app::erasure::feature(law::days_of),
        app::album::files(media, {plan::photo_keepers(), bodies::photo_keepers()}),
        app::checkpoint_feature(config.data)};
    installation.site = std::make_unique<app::Site>(*installation.database, std::move(features), std::move(settings));
    refold_towns(*installation.site);
    return installation;
}

}  // namespace veche::program
