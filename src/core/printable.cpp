#include "core/printable.hpp"

#include "core/letters.hpp"

namespace veche {

std::string printable(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Letter letter = utf8_letter(text, at);
        const bool late_control = letter.point >= 0x80 && letter.point < 0xA0;
        if (letter.length > 0 && may_stand_in_text(letter.point) && !late_control)
            result += text.substr(at, letter.length);
        at += letter.length > 0 ? letter.length : 1;
    }
    return result;
}

}  // namespace veche
