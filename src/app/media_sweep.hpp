#pragma once

#include <memory>

#include "app/media.hpp"
#include "app/repeating.hpp"
#include "app/site.hpp"

namespace veche::app {

/// Clears away what nobody needs any longer, four times a day for each town, on one process of all: each round is claimed in the
/// database. A thread of its own, for it waits for disks and buckets; what is looked for is listed outside of any transaction, what is
/// decided is read in small steps.
class MediaSweep {
public:
    MediaSweep(Site& site, std::shared_ptr<const Media> media);
    void start();
    void stop() { repeating_.stop(); }
    /// What is due now, of all towns; tests call it instead of start(). Returns how many files were put aside or forgotten.
    int run_once();

private:
    bool claim(const Town& town);
    int sweep(const Town& town);
    int put_aside(const Town& town, Instant yesterday);
    int forget_aside(const Town& town, Instant before);
    bool is_known(const Town& town, const std::string& name);
    void end_well(const Town& town);
    void note_failure(const Town& town, std::string_view why);
    bool stopping() const { return repeating_.stopping(); }

    Site& site_;
    std::shared_ptr<const Media> media_;
    Repeating repeating_{"media"};
};

}  // namespace veche::app
