#include "language/collation.hpp"

#include <memory>
#include <stdexcept>

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "core/hex.hpp"

namespace veche::language {

namespace {

bool is_ascii(std::string_view text)
{
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

void must(UErrorCode status, const char* what)
{
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(status));
}

icu::UnicodeString wide(std::string_view text)
{
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

icu::UnicodeString normalize(const icu::Normalizer2* normalizer, std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString result = normalizer->normalize(wide(text), status);
    must(status, "normalization");
    return result;
}

/// Collator's comparing is const and safe to share (ICU User Guide, "Thread safety").
const icu::Collator& russian()
{
    static const std::unique_ptr<const icu::Collator> collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<const icu::Collator> made(icu::Collator::createInstance(icu::Locale("ru", "RU"), status));
        must(status, "collation");
        return made;
    }();
    return *collator;
}

}  // namespace

std::string normalized(std::string_view text)
{
    if (is_ascii(text)) return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFCInstance(status);
    must(status, "NFC");
    std::string result;
    normalize(normalizer, text).toUTF8String(result);
    return result;
}

int compare(std::string_view a, std::string_view b)
{
    UErrorCode status = U_ZERO_ERROR;
    const auto order = russian().compareUTF8(icu::StringPiece(a.data(), static_cast<int32_t>(a.size())),
                                             icu::StringPiece(b.data(), static_cast<int32_t>(b.size())), status);
    must(status, "comparing");
    return order;
}

std::string sort_key(std::string_view text)
{
    const auto words = wide(text);
    std::string key(std::size_t(russian().getSortKey(words, nullptr, 0)), '\0');
    russian().getSortKey(words, reinterpret_cast<std::uint8_t*>(key.data()), int32_t(key.size()));
    return to_hex(key);
}

int collation_version()
{
    return U_ICU_VERSION_MAJOR_NUM;
}

}  // namespace veche::language
