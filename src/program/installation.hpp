#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.hpp"
#include "app/media.hpp"
#include "app/site.hpp"
#include "db/database.hpp"
#include "db/migrator.hpp"

/// The command line: what an administrator types. Wiring only; the rules are in the features.
namespace veche::program {

/// A mistake of the person at the keyboard: printed as it is, exit 2.
class Mistake : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

Instant now();

std::vector<db::Migration> migrations();

/// Whether the database is a file in the data folder.
bool is_sqlite(const app::Config& config);
/// Throws Mistake when it is, and the file is not there: a wrong --data must not make an empty installation.
void require_database(const app::Config& config);

/// The database of a data folder, opened and brought up to date.
std::unique_ptr<db::Database> open_database(const app::Config& config, int readers = 8);

/// Makes the keys of DATA/keys that are missing.
void make_keys(const app::Config& config);

/// Database, features and site, without a server.
struct Installation {
    app::Config config;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<app::Site> site;
    std::shared_ptr<const app::Media> media;

    /// Throws Mistake when there is no such town.
    std::shared_ptr<const app::Town> town(std::string_view slug) const;
    /// Runs a command in the name of the program.
    void change(const app::Town& town, const std::function<db::Outcome(app::Work&)>& command);
};
Installation open_installation(const app::Config& config, std::function<std::string()> more_metrics = {});

const app::Actor& command_line();

// One function per command; each returns the exit code.
struct TownWish {
    std::string slug, name, host, timezone = "Europe/Moscow", base_url, colour = "#0b5d66", emblem;
};
int init(const app::Config& config, const TownWish& wish);
int migrate(const app::Config& config);
int serve(const app::Config& config);

struct AccountWish {
    std::string town, email, name, role = "administrator", password_file;
};
int create_account(const app::Config& config, const AccountWish& wish);

struct ImportWish {
    std::string file, town;
    int year = 0;
    bool announce = false, json = false;
};
int import_plan(const app::Config& config, const ImportWish& wish);
struct ExportWish {
    std::string file, town;
    int year = 0;
};
int export_plan(const app::Config& config, const ExportWish& wish);

/// Makes the folder, in which SQLite (VACUUM writes the whole database anew) and the writer of sheets put down what they need for a moment:
/// /tmp and /var/tmp are neither private nor on the data's disk. Before the first database is opened, while there is one thread.
void keep_temporary_files_in(const std::filesystem::path& folder);

int back_up(const app::Config& config, const std::string& file);
int restore(const app::Config& config, const std::string& file);
/// `checkpoint`: a signed note to compare the audit with, or "".
int check(const app::Config& config, const std::string& checkpoint);
int change_keys(const app::Config& config);
/// A message from standard input. What a mail server may not be told of is left alone: it would only send the report back.
int take_mail_report(const app::Config& config);
int make_demo(const app::Config& config, const std::string& folder);

}  // namespace veche::program
