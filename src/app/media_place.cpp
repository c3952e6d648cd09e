#include "app/media_place.hpp"

#include <fmt/format.h>

#include "app/store_media.hpp"
#include "core/text.hpp"

namespace veche::app {

namespace {

const std::string mark = "veche-installation";

/// What stands against serving from there; makes the mark when nobody has yet.
std::string claim(db::Session& tx, outside::FileStore& files)
{
    const auto here = store::get_installation(tx);
    const auto found = files.find(mark);
    if (found && trimmed(*found) != here.id)
        return fmt::format("{} holds the photographs of another installation ({} says so)", files.place(), mark);
    if (!found && here.marked)
        return fmt::format(
            "{} is not where the photographs of this installation lie: the file {} is missing there. All processes "
            "need one "
            "folder or bucket. If it is the right one, put such a file there with the text {}",
            files.place(), mark, here.id);
    // Inside the transaction, once in the life of an installation: who starts at the same time waits, and then finds it.
    if (!found) files.put(mark, here.id + "\n");
    store::set_marked(tx);
    return {};
}

}  // namespace

bool keeps_media_in_data(const Config& config)
{
    return config.media_bucket.url.empty() && config.media_folder.empty();
}

std::shared_ptr<outside::FileStore> open_media_files(const Config& config, const Clock& clock)
{
    if (config.media_bucket.url.empty())
        return outside::open_folder(keeps_media_in_data(config) ? config.data / "media" : config.media_folder);
    auto bucket = config.media_bucket;
    bucket.clock = clock;
    return outside::open_bucket(std::move(bucket));
}

std::string claim_media_place(db::Database& database, outside::FileStore& files)
{
    std::string wrong;
    database.change([&](db::Session& tx) {
        wrong = claim(tx, files);
        return wrong.empty() ? db::Outcome::keep : db::Outcome::roll_back;
    });
    return wrong;
}

std::string fault_of_media_place(outside::FileStore& from, outside::FileStore& to)
{
    const auto there = to.find(mark);
    if (!there || from.find(mark) == there) return {};
    return fmt::format("{} holds the photographs of another installation ({} says so)", to.place(), mark);
}

}  // namespace veche::app
