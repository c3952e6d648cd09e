#include "app/config.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "test_database.hpp"

namespace config_test {

using namespace veche;
using namespace veche::app;

namespace {

class Folder : public veche::test::TemporaryFolder {
public:
    std::filesystem::path write(const std::string& name, const std::string& text) const
    {
        std::ofstream(path() / name, std::ios::binary) << text;
        return path() / name;
    }
    ConfigReading read(const std::string& text) const { return read_config(write("veche.toml", text)); }
};

std::string joined(const ConfigReading& reading)
{
    std::string text;
    for (const auto& mistake : reading.mistakes) text += mistake + "\n";
    return text;
}

int mode_of(const std::filesystem::path& path)
{
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return int(status.st_mode & 0777);
}

}  // namespace

TEST_CASE("without a file everything has a sensible value")
{
    const auto reading = read_config(std::nullopt);
    CHECK(reading.mistakes.empty());
    CHECK(reading.config.data == "data");
    CHECK(reading.config.listen_address == "127.0.0.1");
    CHECK(reading.config.listen_port == 8080);
    CHECK(database_url(reading.config) == "sqlite:data/veche.db");
}

TEST_CASE("the example explains every setting and has no mistake")
{
    const auto reading = read_config("config/veche.example.toml");
    CHECK(joined(reading) == "");
}

TEST_CASE("every setting is read")
{
    const Folder folder;
    const auto reading = folder.read(
        "data = \"/var/lib/veche\"\nlisten = \"[::1]:81\"\nworkers = 7\npage_cache_mb = 0\nlog_level = \"warn\"\n"
        "proxies = [\"127.0.0.1\", \"::1\"]\ndatabase = \"postgresql://veche@/veche\"\nmetrics_token = \"слово\"\n");
    CHECK(joined(reading) == "");
    CHECK(reading.config.data == "/var/lib/veche");
    CHECK(reading.config.listen_address == "::1");
    CHECK(reading.config.listen_port == 81);
    CHECK(reading.config.workers == 7);
    CHECK(reading.config.page_cache_mb == 0);
    CHECK(reading.config.log_level == "warn");
    CHECK(reading.config.proxies == std::vector<std::string>{"127.0.0.1", "::1"});
    CHECK(database_url(reading.config) == "postgresql://veche@/veche");
    CHECK(reading.config.metrics_token.reveal() == "слово");
}

TEST_CASE("all mistakes are told together, each with its line")
{
    const Folder folder;
    const auto reading = folder.read(
        "workers = 0\nlisten = \"8080\"\nport = 8080\nlog_level = \"loud\"\npage_cache_mb = \"64\"\ndata = 7\n"
        "proxies = \"127.0.0.1\"\ndatabase = \"mysql://x\"\nmetrics_token_file = \"/nowhere/at/all\"\n");
    CHECK(reading.mistakes.size() == 9);
    const auto text = joined(reading);
    for (const std::string_view part :
         {"line 1: workers", "line 2: listen", "line 3: port: there is no such setting", "line 4: log_level",
          "line 5: page_cache_mb", "line 6: data", "line 7: proxies", "database: ", "metrics_token_file: "})
        CHECK_MESSAGE(text.find(part) != std::string::npos, part, " in\n", text);
}

TEST_CASE("numbers are held to their bounds, and are whole numbers")
{
    const Folder folder;
    for (const std::string good : {"workers = 1", "workers = 1024", "page_cache_mb = 0", "page_cache_mb = 16384"})
        CHECK_MESSAGE(joined(folder.read(good)) == "", good);
    for (const std::string bad : {"workers = 0",
                                  "workers = -1",
                                  "workers = 1025",
                                  "workers = 1.5",
                                  "workers = \"8\"",
                                  "workers = true",
                                  "workers = 9223372036854775807",
                                  "page_cache_mb = -1",
                                  "page_cache_mb = 16385",
                                  "proxies = [1]",
                                  "proxies = [\"proxy.example\"]",
                                  "data = \"\"",
                                  "listen = 8080",
                                  "listen = \"127.0.0.1\"",
                                  "listen = \"127.0.0.1:65536\"",
                                  "listen = \"127.0.0.1:80x\"",
                                  "listen = \"127.0.0.1:\"",
                                  "listen = \"127.0.0.1:-1\"",
                                  "listen = \"yurga.example:80\"",
                                  "log_level = \"\"",
                                  "log_level = 1",
                                  "[workers]"})
        CHECK_MESSAGE(folder.read(bad).mistakes.size() == 1, bad);
}

TEST_CASE("a file that is not TOML, or not there, is one mistake and never an exception")
{
    const Folder folder;
    for (const std::string text :
         {"workers", "workers = ", "= 1", "a = 1\na = 2", "[", "\xff\xfe", std::string("a\0b", 3).c_str()}) {
        const auto reading = folder.read(text);
        CHECK_MESSAGE(reading.mistakes.size() == 1, text);
    }
    CHECK(read_config(folder.path() / "absent.toml").mistakes.size() == 1);
    CHECK(read_config(folder.path()).mistakes.size() == 1);
    CHECK(joined(folder.read("")) == "");
}

TEST_CASE("a secret may stand in a file of its own, but not in both places, and never be lost on the way")
{
    const Folder folder;
    const auto in_file = [&](const std::string& content) {
        return folder.read("database_file = \"" + folder.write("url", content).string() + "\"");
    };
    for (const std::string content : {"postgresql://veche:pw@db/veche", "postgresql://veche:pw@db/veche\n",
                                      " postgresql://veche:pw@db/veche \r\n"}) {
        const auto reading = in_file(content);
        CHECK(joined(reading) == "");
        CHECK(database_url(reading.config) == "postgresql://veche:pw@db/veche");
    }
    // An empty file must not become "SQLite, then".
    CHECK(in_file("").mistakes.size() == 1);
    CHECK(in_file("\n").mistakes.size() == 1);
    CHECK(in_file("mysql://x").mistakes.size() == 1);
    CHECK(folder.read("database_file = 5").mistakes.size() == 1);
    CHECK(folder.read("database_file = \"/nowhere/at/all\"").mistakes.size() == 1);

    const auto token = folder.write("token", "слово\n").string();
    CHECK(folder.read("metrics_token_file = \"" + token + "\"").config.metrics_token.reveal() == "слово");
    const auto both = folder.read("metrics_token = \"a\"\nmetrics_token_file = \"" + token + "\"");
    CHECK(joined(both) == "metrics_token and metrics_token_file are both given\n");
    // A mistake never prints the secret.
    CHECK(joined(folder.read("database = \"mysql://veche:hidden@db\"")).find("hidden") == std::string::npos);
}

TEST_CASE("an address to listen at has a port, and nothing after it")
{
    Config config;
    CHECK(parse_listen("0.0.0.0:8080", config));
    CHECK(config.listen_address == "0.0.0.0");
    CHECK(parse_listen(":81", config));
    CHECK(config.listen_address == "0.0.0.0");
    CHECK(config.listen_port == 81);
    CHECK(parse_listen("[::]:82", config));
    CHECK(config.listen_address == "::");
    CHECK(parse_listen("localhost:83", config));
    CHECK(config.listen_address == "127.0.0.1");
    for (const std::string_view bad : {"", "8080", ":", "a:", ":x", ":80 ", ": 80", ":+80", ":65536", "[::1]", "::1",
                                       "[::1:80", "nowhere:80", "127.0.0.256:80", "127.0.0.1:80:90"})
        CHECK_MESSAGE(!parse_listen(bad, config), bad);
    CHECK(config.listen_port == 83);
}

TEST_CASE("a key is made once, 32 bytes that only the program's user may read")
{
    const Folder folder;
    const auto data = folder.path() / "data";
    const auto key = read_or_make_key(data, "csrf");
    CHECK(key.reveal().size() == 32);
    CHECK(read_or_make_key(data, "csrf").reveal() == key.reveal());
    CHECK(read_or_make_key(data, "other").reveal() != key.reveal());
    CHECK(mode_of(data / "keys" / "csrf.key") == 0600);
    CHECK(mode_of(data / "keys") == 0700);
}

TEST_CASE("a key of another length is told, never replaced")
{
    const Folder folder;
    std::filesystem::create_directories(folder.path() / "keys");
    for (const std::string text : {"", "short", "thirty-three bytes are one too many"}) {
        const auto file = folder.write("keys/csrf.key", text);
        CHECK_THROWS_AS(read_or_make_key(folder.path(), "csrf"), std::runtime_error);
        CHECK(std::filesystem::file_size(file) == text.size());
    }
}

TEST_CASE("programs that start at once make one key together")
{
    const Folder folder;
    std::vector<std::string> keys(8);
    std::vector<std::thread> threads;
    for (auto& mine : keys) threads.emplace_back([&] { mine = read_or_make_key(folder.path(), "csrf").reveal(); });
    for (auto& thread : threads) thread.join();
    for (const auto& mine : keys) CHECK(mine == keys.front());
}

TEST_CASE("a secret from the environment wins over the file, and two sources of one secret are a mistake")
{
    const Folder folder;
    const auto secret = folder.write("secret", "postgresql://from-a-file\n");
    ::setenv("VECHE_DATABASE_FILE", secret.c_str(), 1);
    CHECK(read_config(std::nullopt).config.database.reveal() == "postgresql://from-a-file");
    ::setenv("VECHE_DATABASE", "postgresql://direct", 1);
    CHECK(read_config(std::nullopt).mistakes ==
          std::vector<std::string>{"VECHE_DATABASE and VECHE_DATABASE_FILE are both given"});
    ::unsetenv("VECHE_DATABASE_FILE");
    CHECK(read_config(std::nullopt).config.database.reveal() == "postgresql://direct");
    ::unsetenv("VECHE_DATABASE");
    CHECK(read_config(std::nullopt).config.database.reveal().empty());
}

TEST_CASE("the mail server is read, and what does not belong together is told")
{
    const Folder folder;
    const std::string base = "smtp = \"smtp://mail.yurga.example:587\"\nmail_from = \"veche@yurga.example\"\n";
    const auto reading = folder.read(base +
                                     "smtp_user = \"veche\"\nsmtp_password = \"слово\"\nmail_first_pause = 2\n"
                                     "mail_bounces = \"bounces@yurga.example\"\n");
    CHECK(joined(reading) == "");
    const auto& mail = reading.config.mail;
    CHECK(mail.set_up());
    CHECK(mail.server.tls == veche::outside::MailTls::required);
    CHECK(mail.server.password.reveal() == "слово");
    CHECK(mail.server.introduction == "yurga.example");
    CHECK(mail.bounces->text() == "bounces@yurga.example");
    CHECK(mail.first_pause == 2);

    CHECK(!folder.read("").config.mail.set_up());
    const auto local = folder.read("smtp = \"smtp://localhost\"\nmail_from = \"veche@yurga.example\"\n");
    CHECK(joined(local) == "");
    CHECK(local.config.mail.server.tls == veche::outside::MailTls::none);
    const auto open = folder.read(base + "smtp_tls = \"none\"\n");
    CHECK(joined(open) == "");
    CHECK(open.config.mail.server.tls == veche::outside::MailTls::none);
    for (const std::string bad :
         {"smtp = \"smtp://mail.yurga.example\"\n",
          "smtp = \"mail.yurga.example\"\nmail_from = \"veche@yurga.example\"\n", "smtp = 25\n",
          "mail_from = \"yurga\"\n", "mail_bounces = \"\"\n", "smtp_tls = \"maybe\"\n",
          "smtp_ca = \"/nowhere/at/all\"\n", "mail_first_pause = 0\n", "smtp_password_file = \"/nowhere/at/all\"\n"})
        CHECK_MESSAGE(folder.read(bad).mistakes.size() == 1, bad);
    CHECK(folder.read(base + "smtp_user = \"veche\"\n").mistakes.size() == 1);
    CHECK(folder.read(base + "smtp_tls = \"none\"\nsmtp_user = \"a\"\nsmtp_password = \"b\"\n").mistakes.size() == 1);
}

}  // namespace config_test
