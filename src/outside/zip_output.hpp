#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "core/time.hpp"

struct zip;
struct zip_source;

namespace veche::outside {

/// A ZIP file made in memory: new, or another one of which some entries are replaced. What is not replaced is taken over as it is,
/// packed. The same entries and moment give the same bytes.
class ZipOutput {
public:
    /// `made`: the moment of every entry that is put in.
    explicit ZipOutput(Instant made) : ZipOutput({}, made) {}
    /// `start` must outlive it and is a ZIP file, or "".
    ZipOutput(std::string_view start, Instant made);
    ~ZipOutput();
    ZipOutput(const ZipOutput&) = delete;
    ZipOutput& operator=(const ZipOutput&) = delete;

    /// In the place of the entry of that name, or behind all others.
    void put(const std::string& name, std::string content);
    /// The bytes; nothing can be put in afterwards. Throws std::runtime_error when it cannot be packed.
    std::string finish();

private:
    zip_source* target_ = nullptr;
    zip* zip_ = nullptr;
    const Instant made_;
    std::deque<std::string> contents_;  // read when the file is finished
};

}  // namespace veche::outside
