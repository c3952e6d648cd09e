// Looks at everything there is. No limit of time holds here, and nothing is read into memory whole.

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "app/audit.hpp"
#include "app/checkpoints.hpp"
#include "app/media.hpp"
#include "app/media_place.hpp"
#include "app/register/register.hpp"
#include "app/signed_note.hpp"
#include "app/store.hpp"
#include "features/participation/feature.hpp"
#include "program/installation.hpp"

namespace veche::program {

namespace {

namespace fs = std::filesystem;

constexpr std::streamsize note_most = 64 * 1024;

/// What a note says, once it is proved that a key of this installation has signed it.
app::Checkpoint read_checkpoint(const fs::path& file, const std::vector<std::string>& keys)
{
    std::ifstream in(file, std::ios::binary);
    std::string note(note_most, '\0');
    in.read(note.data(), note_most);
    note.resize(std::size_t(in.gcount()));
    const auto text = app::open_note(note, keys);
    if (!text) throw Mistake(file.string() + " is no note that a key of this installation has signed");
    const auto checkpoint = app::parse_checkpoint(*text);
    if (!checkpoint) throw Mistake(file.string() + " is signed, but is no checkpoint of a chain");
    return *checkpoint;
}

/// Every note that was kept here, and the one from outside.
class Notes {
public:
    Notes(const app::Config& config, const std::string& from_outside) : config_(config), outside_(from_outside) {}

    /// Lines of what is wrong.
    std::string compare(db::Session& session, const app::Town& town)
    {
        std::string wrong;
        const auto folder = app::checkpoint_folder(config_.data, town);
        if (fs::exists(folder))
            for (const auto& entry : fs::recursive_directory_iterator(folder))
                if (entry.path().extension() == ".note") wrong += compare(session, town, entry.path());
        if (!outside_.empty()) wrong += compare(session, town, outside_);
        return wrong;
    }
    bool used_outside() const { return outside_.empty() || used_outside_; }

private:
    std::string compare(db::Session& session, const app::Town& town, const fs::path& file)
    {
        if (keys_.empty()) keys_ = app::SigningKey(config_.data, app::audit_key).known();
        const auto checkpoint = read_checkpoint(file, keys_);
        if (checkpoint.town != town.uuid) return {};
        used_outside_ = used_outside_ || file == outside_;
        const auto fault = app::compare(session, town, checkpoint);
        return fault.empty() ? "" : fmt::format("{}: {} ({})\n", town.slug, fault, file.string());
    }

    const app::Config& config_;
    const std::string outside_;
    std::vector<std::string> keys_;
    bool used_outside_ = false;
};

}  // namespace

int check(const app::Config& config, const std::string& checkpoint)
{
    require_database(config);
    auto database = open_database(config, 1);
    std::string wrong = database->check();
    if (!wrong.empty()) {
        fmt::print(stderr, "database: {}\n", wrong);
        return 1;
    }
    const app::Media media(app::open_media_files(config, now));
    Notes notes(config, checkpoint);
    int towns = 0;
    std::int64_t unsealed = 0;
    database->read_long([&](db::Session& session) {
        for (const auto& town : app::store::list_towns(session)) {
            ++towns;
            unsealed += app::store::count_unsealed(session, town.id);
            for (const auto& fault : {app::audit::verify(session, town.id), app::registers::verify(session, town.id),
                                      app::media::faults(session, town.id, media)})
                if (!fault.empty()) wrong += town.slug + ": " + fault + "\n";
            if (const auto miscounted = participation::list_wrong_counts(session, town.id); !miscounted.empty())
                wrong +=
                    fmt::format("{}: taken seats of {} happening(s) are miscounted\n", town.slug, miscounted.size());
            wrong += notes.compare(session, town);
        }
    });
    if (!notes.used_outside()) throw Mistake(checkpoint + " is of a town that is not here");
    if (!wrong.empty()) {
        fmt::print(stderr, "{}", wrong);
        return 1;
    }
    fmt::print("database whole, {} audit chain(s) whole\n", towns);
    if (unsealed > 0) fmt::print("{} deed(s) not sealed yet\n", unsealed);
    return 0;
}

int change_keys(const app::Config& config)
{
    require_database(config);
    app::change_key(config.data, app::audit_key);
    fmt::print("the audit is signed with a new key from now on; the former one stays known at /keys\n");
    return 0;
}

}  // namespace veche::program
