#pragma once

#include <string>

#include "core/id.hpp"
#include "language/zone.hpp"

namespace veche::language {
class Words;
}

namespace veche::app {

/// A town of this installation, as every request and command carries it.
struct Town {
    Id<Town> id{};
    std::string slug;      // "yurga"
    std::string name;      // "Юрга"
    std::string host;      // lower case, without port: how the town is chosen
    std::string base_url;  // "https://veche.yurga.example", no slash at the end: the only source of absolute links
    language::Zone zone = language::Zone::find("UTC").value();
    std::string colour;  // "#0b5d66", contrast to white at least 4.5:1
    std::string emblem;  // SVG markup already checked, or empty
    std::string
        uuid;  // of its own, unlike name, host and address for ever the same: what calendars and feeds are named by
};

/// "6 июля 2021, 12:00" by the town's clocks.
std::string moment_words(const language::Words& words, const Town& town, Instant at);

}  // namespace veche::app
