#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/email.hpp"
#include "core/secret.hpp"
#include "outside/file_store.hpp"
#include "outside/mail.hpp"

namespace veche::app {

/// Sending letters. Without `from` there is no server either: letters wait, and the office is told.
struct MailConfig {
    outside::MailServer server;
    Email from;
    std::optional<Email> bounces;  // where reports come back, NAME+MARK@…
    int first_pause = 60;  // seconds until a letter that was put off is tried again; then twice as long each time

    bool set_up() const { return !server.url.empty(); }
};

/// veche.toml, with the command line over it. config/veche.example.toml explains each key.
struct Config {
    std::filesystem::path data = "data";  // database, media, keys
    std::string listen_address = "127.0.0.1";
    std::uint16_t listen_port = 8080;
    Secret<> database;                 // "postgresql://…"; empty: SQLite in the data folder
    std::vector<std::string> proxies;  // addresses whose X-Forwarded-For is believed
    int workers = 128;
    int page_cache_mb = 64;
    int kept_mb = 64;
    int uploads_mb = 1024;  // of all uploads under way, in DATA/tmp
    std::string log_level = "info";
    bool name_templates = false;  // each page tells in comments which templates printed it; not in the file
    Secret<> metrics_token;
    std::filesystem::path media_folder;    // empty: DATA/media, unless there is a bucket
    outside::BucketSettings media_bucket;  // without its clock
    MailConfig mail;
};

/// Reads the file (when given). Every key K that is a secret may instead be K_file, the path of a file holding it, or come
/// from the environment as VECHE_K or VECHE_K_FILE, which win. All
/// mistakes are gathered: an unknown key, a wrong type, a value out of bounds; the list is empty when all is well.
struct ConfigReading {
    Config config;
    std::vector<std::string> mistakes;
};
ConfigReading read_config(const std::optional<std::filesystem::path>& file);

/// "ADDRESS:PORT", "[::1]:8080" or ":8080".
bool parse_listen(std::string_view text, Config& config);

/// Where the database of this installation is: config.database, or SQLite in the data folder.
std::string database_url(const Config& config);

/// The 32 bytes in DATA/keys/NAME.key, made (0600) when there is none yet.
Secret<> read_or_make_key(const std::filesystem::path& data, std::string_view name);

}  // namespace veche::app
