// The command line of Veche: reads the words, finds the command. Everything else is in src/program and below.

#include <sys/stat.h>

#include <cstdio>

#include <fmt/format.h>
#include <sodium.h>
#include <CLI/CLI.hpp>

#include "outside/image.hpp"
#include "outside/log.hpp"
#include "outside/table.hpp"
#include "program/installation.hpp"

namespace {

using namespace veche;

outside::LogLevel level_of(const std::string& word)
{
    using outside::LogLevel;
    return word == "debug"   ? LogLevel::debug
           : word == "warn"  ? LogLevel::warning
           : word == "error" ? LogLevel::error
                             : LogLevel::info;
}

/// Options that every command has.
struct Common {
    std::string config_file, data;

    void add_to(CLI::App& command)
    {
        command.add_option("--config", config_file, "settings, veche.toml");
        command.add_option("--data", data, "folder of the database, media and keys (default: data)");
    }
    app::Config config() const
    {
        auto reading =
            app::read_config(config_file.empty() ? std::nullopt : std::optional<std::filesystem::path>(config_file));
        if (!reading.mistakes.empty()) {
            std::string text = config_file + ":";
            for (const auto& mistake : reading.mistakes) text += "\n  " + mistake;
            throw program::Mistake(text);
        }
        if (!data.empty()) reading.config.data = data;
        return reading.config;
    }
};

class CommandLine {
public:
    CommandLine()
    {
        app_.require_subcommand(1);
        add_serving();
        add_towns();
        add_plan();
        add_keeping();
        add_mail();
    }
    int run(int argc, char** argv)
    {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            const int code = app_.exit(error);
            return code != 0 && argc > 1 && std::string_view(argv[1]) == "mail" ? 75 : code;
        }
        return command_();
    }

private:
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& text,
                  std::function<int(app::Config)> run)
    {
        auto* command = parent.add_subcommand(name, text);
        common_.add_to(*command);
        command->callback([this, run = std::move(run)] { command_ = [this, run] { return run(common_.config()); }; });
        return command;
    }

    void take_listen(app::Config& config) const
    {
        if (!listen_.empty() && !app::parse_listen(listen_, config))
            throw program::Mistake("--listen: ADDRESS:PORT is expected");
    }

    void add_serving()
    {
        auto* serve = add(app_, "serve", "serve the towns of this installation", [this](app::Config config) {
            take_listen(config);
            if (no_cache_) config.page_cache_mb = 0;
            config.name_templates = name_templates_;
            outside::set_up_log(json_log_ ? outside::LogForm::json : outside::LogForm::text,
                                level_of(config.log_level));
            return program::serve(config);
        });
        serve->add_option("--listen", listen_, "ADDRESS:PORT (default: 127.0.0.1:8080)");
        serve->add_flag("--no-page-cache", no_cache_, "make every page anew (for measuring)");
        serve->add_flag("--name-templates", name_templates_,
                        "tell in comments of each page which templates printed it (for those who change them)");
        serve->add_flag("--json-log", json_log_, "log lines as JSON");
    }

    void add_towns()
    {
        auto* init = add(app_, "init", "make an empty installation, or add a town to one", [this](app::Config config) {
            take_listen(config);
            return program::init(config, town_);
        });
        init->add_option("--town", town_.slug, "short name, small Latin letters")->required();
        init->add_option("--name", town_.name, "the town's name")->required();
        init->add_option("--host", town_.host, "host name by which the town is chosen, in any letters")->required();
        init->add_option("--timezone", town_.timezone, "IANA time zone (default: Europe/Moscow)");
        init->add_option("--base-url", town_.base_url, "address of the site if it is not https://HOST");
        init->add_option("--listen", listen_, "port of a site on localhost, ADDRESS:PORT");
        add(app_, "migrate", "bring the database up to date",
            [](app::Config config) { return program::migrate(config); });

        auto* admin = app_.add_subcommand("admin", "people who work here")->require_subcommand(1);
        auto* create = add(*admin, "create", "make an account",
                           [this](app::Config config) { return program::create_account(config, account_); });
        create->add_option("--town", account_.town, "the town's short name")->required();
        create->add_option("--email", account_.email, "address to sign in with")->required();
        create->add_option("--name", account_.name, "the person's name")->required();
        create->add_option("--role", account_.role, "role (default: administrator)");
        create->add_option("--password-file", account_.password_file, "file that holds the password")->required();
    }

    void add_plan()
    {
        auto* plan = app_.add_subcommand("plan", "the Plan of a year")->require_subcommand(1);
        auto* in = add(*plan, "import", "read an office's file (XLSX, ODS, DOCX, CSV) into the plan",
                       [this](app::Config config) { return program::import_plan(config, import_); });
        in->add_option("file", import_.file, "the file")->required();
        in->add_option("--town", import_.town, "the town's short name")->required();
        in->add_option("--year", import_.year, "the plan's year")->required();
        in->add_flag("--announce", import_.announce, "announce the lines at once");
        in->add_flag("--json", import_.json, "print what was understood as JSON");
        auto* out = add(*plan, "export", "write the plan to a file (.xlsx, .csv, .json)",
                        [this](app::Config config) { return program::export_plan(config, export_); });
        out->add_option("file", export_.file, "the file")->required();
        out->add_option("--town", export_.town, "the town's short name")->required();
        out->add_option("--year", export_.year, "the plan's year")->required();
    }

    void add_keeping()
    {
        add(app_, "backup", "copy everything into one verified file, also while serving",
            [this](app::Config config) { return program::back_up(config, file_); })
            ->add_option("file", file_, "the file to make")
            ->required();
        add(app_, "restore", "put a backup into an empty data folder",
            [this](app::Config config) { return program::restore(config, file_); })
            ->add_option("file", file_, "a file made by backup")
            ->required();
        add(app_, "check", "check the database and the audit chains",
            [this](app::Config config) { return program::check(config, file_); })
            ->add_option("--audit", file_,
                         "a signed checkpoint that was kept elsewhere: find a past that was written anew");
        auto* keys = app_.add_subcommand("keys", "keys with which the installation signs")->require_subcommand(1);
        add(*keys, "change", "sign with a new key from now on; what the former one signed stays provable",
            [](app::Config config) { return program::change_keys(config); });
        auto* demo = add(app_, "demo", "make the demo towns", [this](app::Config config) {
            take_listen(config);
            return program::make_demo(config, folder_);
        });
        demo->add_option("--from", folder_, "the folder with the demo's files")->required();
        demo->add_option("--listen", listen_, "port of the demo's addresses, ADDRESS:PORT");
    }

    void add_mail()
    {
        auto* mail = app_.add_subcommand("mail", "letters")->require_subcommand(1);
        auto* bounce = mail->add_subcommand("bounce", "take a report of a letter that came back, from standard input");
        common_.add_to(*bounce);
        // The mail server knows two answers: done, and again later (75). Mistakes in the settings are the second.
        bounce->callback([this] {
            command_ = [this] {
                try {
                    return program::take_mail_report(common_.config());
                } catch (const program::Mistake& mistake) {
                    fmt::print(stderr, "{}\n", mistake.what());
                    return 75;
                }
            };
        });
    }

    CLI::App app_{"Veche runs a town's year of working with the public."};
    Common common_;
    std::function<int()> command_;
    std::string listen_, file_, folder_;
    bool no_cache_ = false, name_templates_ = false, json_log_ = false;
    program::TownWish town_;
    program::AccountWish account_;
    program::ImportWish import_;
    program::ExportWish export_;
};

}  // namespace

int main(int argc, char** argv)
{
    ::umask(0077);  // whatever is made holds personal data or keys: it is for the program's own user
    if (argc > 1 && std::string_view(argv[1]) == "read-table") return veche::outside::read_table_main(argc, argv);
    if (argc > 1 && std::string_view(argv[1]) == "make-pictures") return veche::outside::make_pictures_main(argc, argv);
    if (sodium_init() < 0) return 1;
    try {
        return CommandLine().run(argc, argv);
    } catch (const veche::program::Mistake& mistake) {
        fmt::print(stderr, "{}\n", mistake.what());
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "veche: {}\n", error.what());
        return 1;
    }
}
