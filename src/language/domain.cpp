#include "language/domain.hpp"

#include <algorithm>
#include <memory>

#include <unicode/bytestream.h>
#include <unicode/idna.h>

namespace veche::language {

namespace {

/// Strict: what a registry would not register is refused, not quietly turned into something else.
const icu::IDNA& idna()
{
    static const std::unique_ptr<icu::IDNA> made = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::IDNA>(
            icu::IDNA::createUTS46Instance(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                               UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
                                           status));
    }();
    return *made;
}

bool needs_no_labels(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string in_small_latin(std::string_view text)
{
    std::string small(text);
    std::ranges::transform(small, small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return small;
}

}  // namespace

std::optional<std::string> ascii_domain(std::string_view domain)
{
    if (needs_no_labels(domain)) return in_small_latin(domain);
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    UErrorCode status = U_ZERO_ERROR;
    idna().nameToASCII_UTF8({domain.data(), int(domain.size())}, sink, info, status);
    if (U_FAILURE(status) || info.hasErrors()) return std::nullopt;
    return ascii;
}

std::string readable_domain(std::string_view domain)
{
    std::string readable;
    icu::StringByteSink<std::string> sink(&readable);
    icu::IDNAInfo info;
    UErrorCode status = U_ZERO_ERROR;
    idna().nameToUnicodeUTF8({domain.data(), int(domain.size())}, sink, info, status);
    return U_FAILURE(status) || info.hasErrors() ? std::string(domain) : readable;
}

}  // namespace veche::language
