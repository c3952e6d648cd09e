#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace veche::language {

/// One compiled gettext catalogue (.mo) by message id. Immutable, shared by threads.
class Catalogue {
public:
    /// Throws std::runtime_error when the bytes are no UTF-8 catalogue.
    Catalogue(std::string code, std::string mo);
    ~Catalogue();

    /// nullptr: there is no such message. Of a plural message the first form.
    const char* find(std::string_view id) const;
    /// The plural form for `count`; nullptr also when the message has no plural forms.
    const char* find(std::string_view id, std::int64_t count) const;

private:
    struct Implementation;
    std::unique_ptr<const Implementation> implementation_;
};

}  // namespace veche::language
