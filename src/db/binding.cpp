#include "db/binding.hpp"

#include <cmath>

#include "core/expect.hpp"

namespace veche::db {
namespace {

// Not core's is_clean_utf8: control characters are no trouble for either engine, and refusing them is the edge's work.
bool is_storable(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size()) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead == 0) return false;
        const int more = lead < 0x80                   ? 0
                         : lead >= 0xC2 && lead < 0xE0 ? 1
                         : lead >= 0xE0 && lead < 0xF0 ? 2
                         : lead >= 0xF0 && lead < 0xF5 ? 3
                                                       : -1;
        if (more < 0 || at + static_cast<std::size_t>(more) >= text.size()) return false;
        char32_t point = more == 0 ? lead : lead & (0x3F >> more);
        for (int i = 1; i <= more; ++i) {
            const auto next = static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]);
            if ((next & 0xC0) != 0x80) return false;
            point = point << 6 | (next & 0x3F);
        }
        const bool overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
        if (overlong || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return false;
        at += 1 + static_cast<std::size_t>(more);
    }
    return true;
}

}  // namespace

void bug(const std::string& sentence)
{
    throw Bug(sentence.c_str(), std::source_location::current());
}

const Bind& find_bind(std::span<const Bind> binds, std::string_view name, std::string_view sql)
{
    for (const Bind& bind : binds) {
        if (bind.name != name) continue;
        if (bind.value.is_null()) return bind;
        const auto* text = std::get_if<std::string_view>(&bind.value.get());
        if (text && !is_storable(*text)) bug("text for :" + std::string(name) + " has NUL or is not UTF-8");
        const auto* number = std::get_if<double>(&bind.value.get());
        if (number && !std::isfinite(*number)) bug("number for :" + std::string(name) + " is not finite");
        return bind;
    }
    bug("unbound :" + std::string(name) + " in " + std::string(sql));
}

void expect_all_used(std::span<const Bind> binds, std::size_t parameters, std::string_view sql)
{
    if (binds.size() == parameters) return;
    std::string names;
    for (const Bind& bind : binds) names += " :" + std::string(bind.name);
    bug("bound" + names + ", but these are not exactly the names in " + std::string(sql));
}

}  // namespace veche::db
