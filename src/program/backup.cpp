// One file that holds everything, and the way back. The archive is a ZIP: database (a consistent copy made while commands go
// on), media, keys, and manifest.json with the SHA-256 of each part; it counts as a backup only after it has been read again.

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>

#include "app/audit.hpp"
#include "app/media.hpp"
#include "app/media_place.hpp"
#include "app/register/register.hpp"
#include "app/store.hpp"
#include "app/store_media.hpp"
#include "outside/archive.hpp"
#include "program/installation.hpp"

namespace veche::program {

namespace {

namespace fs = std::filesystem;

/// A folder beside the target, so that a rename into place stays on one file system; gone with its owner.
class WorkFolder {
public:
    explicit WorkFolder(const fs::path& beside) : path_(beside / fmt::format(".veche-{}", ::getpid()))
    {
        fs::remove_all(path_);
        fs::create_directories(path_);
        fs::permissions(path_, fs::perms::owner_all);
    }
    ~WorkFolder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// "" when the SQLite file in the folder is whole, and so are every town's audit, registers and media.
std::string check_copy(const fs::path& folder)
{
    const auto file = folder / "veche.db";
    const app::Media media(outside::open_folder(folder / "media"));
    const auto database = db::Database::open({.url = "sqlite:" + file.string(), .readers = 1});
    if (auto wrong = database->check(); !wrong.empty()) return wrong;
    std::string wrong;
    database->read_long([&](db::Session& session) {
        for (const auto& town : app::store::list_towns(session)) {
            if (wrong.empty()) wrong = app::audit::verify(session, town.id);
            if (wrong.empty()) wrong = app::registers::verify(session, town.id);
            if (wrong.empty()) wrong = app::media::faults(session, town.id, media);
        }
    });
    return wrong;
}

void add_folder(std::vector<outside::ArchivePart>& parts, const fs::path& folder, const std::string& prefix)
{
    if (!fs::exists(folder)) return;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && !entry.path().filename().string().starts_with("."))  // not what is being written
            parts.push_back({prefix + fs::relative(entry.path(), folder).generic_string(), entry.path()});
}

/// The photographs that the database needs, or needed some hours ago: a town's picture that nobody needs may go at any moment.
std::set<std::string> list_needed(db::Database& database, std::map<std::string, std::string>& aside)
{
    std::set<std::string> keys;
    database.read_long([&](db::Session& session) {
        if (!app::store::has_media(session)) return;
        for (const auto& town : app::store::list_towns(session))
            for (const auto& name : app::store::list_media_since(session, town.id, now() - std::chrono::hours(12))) {
                keys.insert(app::media::key(town.id, name));
                aside[app::media::key_aside(town.id, name)] = app::media::key(town.id, name);
            }
    });
    return keys;
}

bool is_of_a_town(const std::string& key)
{
    const auto word = key.substr(0, key.find('/'));
    return word == "leaving" || (word.size() == 13 && word.size() < key.size());
}

/// All that lies in the place of photographs and stays there while the backup is made.
std::vector<outside::ArchivePart> media_parts(const app::Config& config, db::Database& database, const fs::path& work)
{
    std::map<std::string, std::string> aside;  // where it lies -> where it belongs
    auto needed = list_needed(database, aside);
    const auto files = app::open_media_files(config, now);
    std::map<std::string, std::string> found;  // where it belongs -> where it lies
    files->list("", [&](const outside::StoredFile& file) {
        if (file.key.substr(file.key.rfind('/') + 1).starts_with(".")) return;  // being written
        const auto known = aside.find(file.key);
        if (known != aside.end()) found.emplace(known->second, file.key);
        if (needed.contains(file.key) || !is_of_a_town(file.key)) found[file.key] = file.key;
    });
    std::vector<outside::ArchivePart> parts;
    for (const auto& [key, lies] : found) {
        needed.erase(key);
        fs::path path = fs::path(files->place()) / lies;
        if (!config.media_bucket.url.empty()) {
            const auto bytes = files->find(lies);
            if (!bytes) throw std::runtime_error(lies + " went while it was copied");
            path = work / "media" / key;
            fs::create_directories(path.parent_path());
            std::ofstream out(path, std::ios::binary);
            out << *bytes;
            if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
        }
        parts.push_back({"media/" + key, path});
    }
    if (!needed.empty())
        throw std::runtime_error(
            fmt::format("media {} is missing in {}, and {} more", *needed.begin(), files->place(), needed.size() - 1));
    return parts;
}

/// From the folder that a backup was unpacked into to where the settings want them.
void place_media(const app::Config& config, const fs::path& folder)
{
    if (app::keeps_media_in_data(config) || !fs::exists(folder)) return;
    const auto from = outside::open_folder(folder), to = app::open_media_files(config, now);
    if (const auto wrong = app::fault_of_media_place(*from, *to); !wrong.empty()) throw Mistake(wrong);
    from->list("", [&](const outside::StoredFile& file) { to->put(file.key, from->find(file.key).value()); });
    fs::remove_all(folder);
}

void check_sqlite_part(const fs::path& folder)
{
    const auto wrong = check_copy(folder);
    if (!wrong.empty()) throw std::runtime_error("the backup is damaged: " + wrong);
    for (const auto* ending : {"-wal", "-shm", ".lock"}) fs::remove(folder / (std::string("veche.db") + ending));
}

}  // namespace

int back_up(const app::Config& config, const std::string& file)
{
    if (fs::exists(file)) throw Mistake(file + " exists; a backup never overwrites");
    require_database(config);
    const auto target = fs::absolute(file);
    const WorkFolder work(target.parent_path());
    keep_temporary_files_in(work.path() / "tmp");
    const std::string name = is_sqlite(config) ? "veche.db" : "veche.pgdump";
    const auto database = db::Database::open({.url = app::database_url(config), .readers = 1});
    database->back_up(work.path() / name);

    // After the database: what it names lies there by now.
    auto parts = media_parts(config, *database, work.path());
    parts.push_back({name, work.path() / name});
    add_folder(parts, config.data / "keys", "keys/");
    const auto made = work.path() / "archive";
    outside::write_archive(made, parts);
    fs::permissions(made, fs::perms::owner_read | fs::perms::owner_write);  // it holds keys and password hashes

    // Read again from the archive itself: what cannot be restored is not a backup.
    const auto again = work.path() / "again";
    outside::read_archive(made, again);
    if (is_sqlite(config)) check_sqlite_part(again);
    fs::rename(made, target);
    fmt::print("{}: {} file(s), {} bytes, verified\n", file, parts.size(), fs::file_size(target));
    return 0;
}

int restore(const app::Config& config, const std::string& file)
{
    if (!fs::exists(file)) throw Mistake("the file " + file + " is not there");
    if (fs::exists(config.data) && !fs::is_empty(config.data))
        throw Mistake(config.data.string() + " is not empty; restore needs an empty data folder");
    auto target = fs::absolute(config.data).lexically_normal();
    if (!target.has_filename()) target = target.parent_path();  // "data/" is "data"
    fs::create_directories(target.parent_path());
    const WorkFolder work(target.parent_path());
    keep_temporary_files_in(work.path() / "tmp");
    const auto folder = work.path() / "data";
    try {
        outside::read_archive(file, folder);
        if (is_sqlite(config) && !fs::exists(folder / "veche.db"))
            throw Mistake(file + " was made from PostgreSQL; name an empty database in the settings to restore it");
        if (is_sqlite(config)) check_sqlite_part(folder);
    } catch (const Mistake&) {
        throw;
    } catch (const std::exception& error) {
        throw Mistake(fmt::format("{} is damaged, nothing was restored: {}", file, error.what()));
    }
    place_media(config, folder / "media");
    if (!is_sqlite(config)) {
        const auto dump = folder / "veche.pgdump";
        if (!fs::exists(dump))
            throw Mistake(file + " was made from SQLite; leave \"database\" out of the settings to restore it");
        try {
            db::Database::open({.url = app::database_url(config), .readers = 1})->restore(dump);
        } catch (const db::Error& error) {
            throw Mistake(fmt::format("nothing was restored; is the database empty? {}", error.what()));
        }
        fs::remove(dump);
    }
    if (fs::exists(target)) fs::remove(target);
    fs::rename(folder, target);
    fmt::print("restored into {}\n", config.data.string());
    return 0;
}

}  // namespace veche::program
