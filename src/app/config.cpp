#include "app/config.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <stdexcept>

#include <fmt/format.h>
#include <sodium.h>
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include "app/mailbox.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::app {

namespace {

std::string read_secret_file(const std::string& path, std::vector<std::string>& mistakes, std::string_view key)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        mistakes.push_back(fmt::format("{}: the file {} cannot be read", key, path));
        return {};
    }
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    // Nothing would mean "no secret": another database, figures open to others. A file that is named has one.
    if (trimmed(text).empty()) mistakes.push_back(fmt::format("{}: the file {} is empty", key, path));
    return std::string(trimmed(text));
}

bool is_address(const std::string& text)
{
    unsigned char bytes[16];
    return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

using Setter = std::function<std::string(const toml::node&)>;  // "" or what is wrong

Setter number(int& target, int least, int most)
{
    return [&target, least, most](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most)
            return fmt::format("a whole number from {} to {} is expected", least, most);
        target = int(*value);
        return {};
    };
}

Setter text(std::string& target)
{
    return [&target](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>();
        if (!value) return "a text in quotes is expected";
        target = *value;
        return {};
    };
}

std::string read_proxies(const toml::node& node, Config& config)
{
    const auto* list = node.as_array();
    if (!list) return "a list of addresses is expected";
    for (const auto& item : *list) {
        const auto value = item.value_exact<std::string>();
        if (!value || !is_address(*value)) return "every proxy is an address in quotes, \"127.0.0.1\"";
        config.proxies.push_back(*value);
    }
    return {};
}

/// What may stand in a file of its own, or come from the environment.
struct Secrets {
    std::string database, metrics_token, smtp_password, media_secret;
};
constexpr std::pair<std::string_view, std::string Secrets::*> secret_keys[] = {
    {"database", &Secrets::database},
    {"metrics_token", &Secrets::metrics_token},
    {"smtp_password", &Secrets::smtp_password},
    {"media_secret", &Secrets::media_secret}};

Setter address(Email& target)
{
    return [&target](const toml::node& node) -> std::string {
        const auto email = Email::parse(node.value_exact<std::string>().value_or(""));
        if (!email) return "an address of e-mail is expected";
        if (!has_latin_name(*email) || !address_for_servers(*email))
            return "Latin letters are expected before the @, the name of a host after it";
        target = *email;
        return {};
    };
}

void add_mail(std::map<std::string, Setter>& known, MailConfig& mail)
{
    known["smtp"] = [&mail](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>();
        if (!value) return "a text in quotes is expected";
        mail.server.url = *value;
        return value->empty() ? "" : outside::fault_of_mail_url(*value);
    };
    known["smtp_user"] = text(mail.server.user);
    known["smtp_ca"] = [&mail](const toml::node& node) -> std::string {
        mail.server.authorities = node.value_exact<std::string>().value_or("");
        return std::ifstream(mail.server.authorities) ? "" : "the path of a file with certificates is expected";
    };
    known["smtp_tls"] = [&mail](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>().value_or("");
        mail.server.tls = value == "none" ? outside::MailTls::none : outside::MailTls::required;
        return value == "required" || value == "none" ? "" : "one of required, none is expected";
    };
    known["mail_from"] = address(mail.from);
    known["mail_bounces"] = [&mail](const toml::node& node) { return address(mail.bounces.emplace())(node); };
    known["mail_first_pause"] = number(mail.first_pause, 1, 3600);
}

void add_media(std::map<std::string, Setter>& known, Config& config)
{
    known["media_folder"] = [&config](const toml::node& node) -> std::string {
        config.media_folder = node.value_exact<std::string>().value_or("");
        return config.media_folder.is_absolute() ? "" : "the whole path of a folder is expected";
    };
    auto& bucket = config.media_bucket;
    known["media_bucket"] = [&bucket](const toml::node& node) -> std::string {
        bucket.url = node.value_exact<std::string>().value_or("");
        return outside::fault_of_bucket_url(bucket.url);
    };
    known["media_region"] = text(bucket.region);
    known["media_key"] = text(bucket.key);
    known["media_ca"] = [&bucket](const toml::node& node) -> std::string {
        bucket.authorities = node.value_exact<std::string>().value_or("");
        return std::ifstream(bucket.authorities) ? "" : "the path of a file with certificates is expected";
    };
}

std::map<std::string, Setter> setters(Config& config, Secrets& secrets, std::vector<std::string>& mistakes)
{
    std::map<std::string, Setter> known = {
        {"workers", number(config.workers, 1, 1024)},
        {"page_cache_mb", number(config.page_cache_mb, 0, 16'384)},
        {"kept_mb", number(config.kept_mb, 0, 16'384)},
        {"uploads_mb", number(config.uploads_mb, 160, 1'048'576)},
    };
    add_mail(known, config.mail);
    add_media(known, config);
    known["data"] = [&config](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>();
        if (!value || value->empty()) return "the path of a folder is expected";
        config.data = *value;
        return {};
    };
    known["listen"] = [&config](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>();
        return value && parse_listen(*value, config) ? "" : "\"ADDRESS:PORT\" is expected";
    };
    known["log_level"] = [&config](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>().value_or("");
        if (value != "debug" && value != "info" && value != "warn" && value != "error")
            return "one of debug, info, warn, error is expected";
        config.log_level = value;
        return {};
    };
    known["proxies"] = [&config](const toml::node& node) { return read_proxies(node, config); };
    for (const auto& [name, member] : secret_keys) {
        known[std::string(name)] = text(secrets.*member);
        const std::string key = std::string(name) + "_file";
        known[key] = [key, &target = secrets.*member, &mistakes](const toml::node& node) -> std::string {
            const auto path = node.value_exact<std::string>();
            if (!path) return "the path of a file is expected";
            target = read_secret_file(*path, mistakes, key);
            return {};
        };
    }
    return known;
}

/// VECHE_DATABASE, or VECHE_DATABASE_FILE naming a file that holds it: what container hosts hand to programs. The
/// environment wins over the settings file.
void read_secret_environment(std::string_view key, std::string& target, std::vector<std::string>& mistakes)
{
    std::string name = "VECHE_";
    for (const char c : key) name += c >= 'a' && c <= 'z' ? char(c - 32) : c;
    const char* value = std::getenv(name.c_str());
    const char* file = std::getenv((name + "_FILE").c_str());
    if (value && file) mistakes.push_back(name + " and " + name + "_FILE are both given");
    if (file) target = read_secret_file(file, mistakes, name + "_FILE");
    if (value) target = value;
}

}  // namespace

bool parse_listen(std::string_view text, Config& config)
{
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    std::string address(text.substr(0, colon));
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    if (address.empty()) address = "0.0.0.0";
    if (address == "localhost") address = "127.0.0.1";
    if (!is_address(address)) return false;
    const auto port = parse_whole<std::uint16_t>(text.substr(colon + 1));
    if (!port) return false;
    config.listen_address = address;
    config.listen_port = *port;
    return true;
}

namespace {

void read_file(const std::filesystem::path& file, ConfigReading& reading, Secrets& secrets)
{
    if (std::filesystem::is_directory(file)) {
        reading.mistakes.push_back("this is a folder, not a file");
        return;
    }
    toml::table table;
    try {
        table = toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        reading.mistakes.push_back(fmt::format("line {}: {}", error.source().begin.line, error.description()));
        return;
    }
    const auto known = setters(reading.config, secrets, reading.mistakes);
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        const auto setter = known.find(name);
        const std::string wrong = setter == known.end() ? "there is no such setting" : setter->second(node);
        if (!wrong.empty())
            reading.mistakes.push_back(fmt::format("line {}: {}: {}", node.source().begin.line, name, wrong));
    }
    for (const auto& [name, member] : secret_keys) {
        const std::string key(name);
        if (table.contains(key) && table.contains(key + "_file"))
            reading.mistakes.push_back(key + " and " + key + "_file are both given");
    }
}

/// What the keys of mail are together.
void check_mail(MailConfig& mail, std::vector<std::string>& mistakes)
{
    auto& server = mail.server;
    server.introduction = mail.from.text().substr(mail.from.text().find('@') + 1);
    if (server.url.empty()) return;
    if (mail.from.text().empty()) mistakes.push_back("mail_from: letters need a sender, and smtp is given");
    if (server.user.empty() != server.password.reveal().empty())
        mistakes.push_back("smtp_user and smtp_password: one is given without the other");
    // On this machine nobody listens between the two.
    if (outside::is_loopback_mail_url(server.url))
        server.tls = outside::MailTls::none;
    else if (server.tls == outside::MailTls::none && !server.user.empty() && server.url.starts_with("smtp:"))
        mistakes.push_back("smtp_tls: \"none\" would send the password in the open");
}

/// What the keys of media are together.
void check_media(const Config& config, std::vector<std::string>& mistakes)
{
    const auto& bucket = config.media_bucket;
    if (!bucket.url.empty() && !config.media_folder.empty())
        mistakes.push_back("media_folder and media_bucket are both given");
    if (!bucket.url.empty() && (bucket.key.empty() || bucket.secret.reveal().empty()))
        mistakes.push_back("media_bucket: media_key and media_secret are needed");
}

}  // namespace

ConfigReading read_config(const std::optional<std::filesystem::path>& file)
{
    ConfigReading reading;
    Secrets secrets;
    if (file) read_file(*file, reading, secrets);
    for (const auto& [key, member] : secret_keys) read_secret_environment(key, secrets.*member, reading.mistakes);
    const auto& database = secrets.database;
    if (!database.empty() && !database.starts_with("postgresql://") && !database.starts_with("postgres://"))
        reading.mistakes.push_back("database: \"postgresql://…\" is expected; leave it out for SQLite");
    reading.config.database = Secret<>(database);
    reading.config.metrics_token = Secret<>(secrets.metrics_token);
    reading.config.mail.server.password = Secret<>(secrets.smtp_password);
    reading.config.media_bucket.secret = Secret<>(secrets.media_secret);
    check_mail(reading.config.mail, reading.mistakes);
    check_media(reading.config, reading.mistakes);
    return reading;
}

std::string database_url(const Config& config)
{
    const auto& url = config.database.reveal();
    return url.empty() ? "sqlite:" + (config.data / "veche.db").string() : url;
}

namespace {

/// Of several processes that start at once one makes the key: it gets its name only when it is whole.
void make_key(const std::filesystem::path& path)
{
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string name = path.string() + ".XXXXXX";
    const int made = ::mkostemp(name.data(), O_CLOEXEC);  // 0600
    if (made < 0) throw std::runtime_error("cannot write in " + path.parent_path().string());
    const bool written = ::write(made, bytes.data(), bytes.size()) == ssize_t(bytes.size()) && ::fsync(made) == 0;
    ::close(made);
    const bool named = written && (::link(name.c_str(), path.c_str()) == 0 || errno == EEXIST);
    ::unlink(name.c_str());
    if (!named) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

Secret<> read_or_make_key(const std::filesystem::path& data, std::string_view name)
{
    const auto folder = data / "keys";
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    const auto path = folder / (std::string(name) + ".key");
    if (!std::filesystem::exists(path)) make_key(path);
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (text.size() != 32) throw std::runtime_error(path.string() + " is not a key of 32 bytes");
    return Secret<>(text);
}

}  // namespace veche::app
