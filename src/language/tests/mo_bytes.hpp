#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace veche::language::tests {

constexpr std::string_view ru_header =
    "Language: ru\nContent-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : "
    "2);\n";
constexpr std::string_view en_header =
    "Language: en\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n";

/// A compiled catalogue as GNU gettext's msgfmt writes it (manual, "The Format of GNU MO Files"), without a hash table.
/// Each message: id -> forms; one form is a plain message.
inline std::string mo_bytes(std::string_view header, const std::map<std::string, std::vector<std::string>>& messages)
{
    std::vector<std::pair<std::string, std::string>> rows = {{"", std::string(header)}};
    for (const auto& [id, forms] : messages) {
        std::string translation = forms.front();
        for (std::size_t i = 1; i < forms.size(); ++i) translation += std::string(1, '\0') + forms[i];
        rows.emplace_back(forms.size() > 1 ? id + std::string(1, '\0') + id : id, translation);
    }
    const auto put = [](std::string& out, std::size_t value) {
        for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xFF);
    };
    const std::size_t tables = 28, text_at = tables + rows.size() * 16;
    std::string ids, translations, text;
    for (const auto& row : rows) {
        put(ids, row.first.size());
        put(ids, text_at + text.size());
        text += row.first + std::string(1, '\0');
    }
    for (const auto& row : rows) {
        put(translations, row.second.size());
        put(translations, text_at + text.size());
        text += row.second + std::string(1, '\0');
    }
    std::string out;
    for (const std::size_t word : {std::size_t(0x950412de), std::size_t(0), rows.size(), tables,
                                   tables + rows.size() * 8, std::size_t(0), text_at})
        put(out, word);
    return out + ids + translations + text;
}

/// Ids of a little-endian catalogue in the order of the file, without the header.
inline std::vector<std::string> ids_of(std::string_view mo)
{
    const auto word = [&](std::size_t at) {
        std::size_t value = 0;
        for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(mo[at + i]);
        return value;
    };
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < word(8); ++i) {
        const std::string id(mo.data() + word(word(12) + i * 8 + 4));
        if (!id.empty()) ids.push_back(id);
    }
    return ids;
}

}  // namespace veche::language::tests
